import type { Key } from "#core/key.ts";
import { findGaps } from "#core/risk/facts-completeness.ts";
import type { HistoryStore, PastAtGitHub } from "./history-ports.ts";
import type { ObservedAtGitHub } from "./ports.ts";

/** Remembers a pull request that was merged into the default branch, from what was observed of it. */
export async function rememberMerged(
  history: HistoryStore,
  { observed, merge }: Pick<ObservedAtGitHub, "observed" | "merge">,
): Promise<void> {
  const { repository, number, facts, headSha, defaultBranch } = observed;
  if (merge === null || facts.baseBranch !== defaultBranch) return;
  const sha = merge.sha ?? headSha;
  if (!(await history.isToRemember(repository, sha))) return;
  // Its diff was not asked for: the history began to be kept a moment ago, and reading the past will find it.
  if (facts.files.length === 0 && facts.totals?.files !== 0) return;
  const whole = findGaps(facts).length === 0;
  const change = { sha, number, mergedAtMs: merge.atMs, facts, whole, observed: true };
  await history.remember(repository, [change]);
}

/** Remembers what was pushed to the default branch without a pull request. Costs a call, where it is no pull request's merge. */
export async function rememberPush(
  ports: { readonly github: PastAtGitHub; readonly history: HistoryStore },
  installationId: number,
  key: Extract<Key, { kind: "push" }>,
): Promise<void> {
  const { repository, headSha } = key;
  if ((await ports.history.knowledgeOf(repository, headSha)) !== "unknown") return;
  const change = await ports.github.readPush(installationId, key);
  if (change !== null) await ports.history.remember(repository, [change]);
}
