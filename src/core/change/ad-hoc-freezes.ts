import { formatMoment } from "#core/calendar/wall-time.ts";
import { capitalised } from "#core/text/words.ts";
import type { Reason } from "./change-decision.ts";
import type { AdHocFreeze, RecordedFacts } from "./recorded-facts.ts";
import { type Remedies, sayWhy } from "./remedies.ts";

/** The ad hoc freezes of a branch that have not ended: those whose target is the branch's very name. */
export function findAdHocFreezes(
  { adHocFreezes }: Pick<RecordedFacts, "adHocFreezes">,
  branch: string,
  nowMs: number,
): readonly AdHocFreeze[] {
  return adHocFreezes.filter(({ target, untilMs }) => target === branch && untilMs > nowMs);
}

/** Why a change waits for them; they let nothing pass. Those that have not begun hold nothing yet. */
export function explainAdHocFreezes(
  freezes: readonly AdHocFreeze[],
  nowMs: number,
  { releaseManager, command }: Remedies,
): readonly Reason[] {
  return freezes
    .filter(({ fromMs }) => fromMs <= nowMs)
    .map(({ target, untilMs, reason, by }) => ({
      origin: null,
      kind: "freeze",
      missing: `the freeze of ${target} by @${by.login} to end, ${formatMoment(untilMs, "UTC")}`,
      whoCanResolve: `${sayWhy(`@${by.login} froze ${target}`, reason)} It lets no change pass and ends by itself. ${capitalised(releaseManager)} can end it sooner with ${command(`unfreeze ${target}`)}.`,
    }));
}

/** When each of them begins or ends next, milliseconds since the epoch. */
export function adHocFreezeChanges(
  freezes: readonly AdHocFreeze[],
  nowMs: number,
): readonly number[] {
  return freezes.map(({ fromMs, untilMs }) => (fromMs > nowMs ? fromMs : untilMs));
}
