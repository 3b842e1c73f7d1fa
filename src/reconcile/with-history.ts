import type { ObservedChange } from "#core/change/observed-change.ts";
import { askHistory } from "#core/history/history-question.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import type { HistoryStore } from "./history-ports.ts";

/** An open change under control, with what the repository's past says of it. It comes from the store: no call is made for it. */
export async function withHistory(
  history: Pick<HistoryStore, "historyOf">,
  observed: ObservedChange,
  nowMs: number,
): Promise<ObservedChange> {
  const policies = controllingPolicies(observed).map(({ policy }) => policy);
  if (observed.state !== "open" || policies.length === 0) return observed;
  const question = askHistory(observed.facts, policies, nowMs);
  const past = await history.historyOf(observed.repository, question);
  return { ...observed, facts: { ...observed.facts, history: past } };
}
