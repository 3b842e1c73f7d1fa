import type { ChangeDecision, NotControlled } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";

/** Decides a merged change as of the merge (milliseconds since the epoch): what was said later does not count. */
export function decideAtMerge(
  observed: ObservedChange,
  mergedAtMs: number,
): ChangeDecision | NotControlled {
  const { reviews, recorded } = observed;
  const commands = recorded.commands.filter(({ atMs }) => atMs <= mergedAtMs);
  return decideChange(
    {
      ...observed,
      state: "open",
      reviews: reviews.filter(({ submittedAtMs }) => submittedAtMs <= mergedAtMs),
      recorded: { ...recorded, commands },
    },
    mergedAtMs,
  );
}
