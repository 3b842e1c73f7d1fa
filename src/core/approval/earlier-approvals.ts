import type { ObservedChange } from "#core/change/observed-change.ts";
import type { EarlierHead } from "#core/change/recorded-facts.ts";
import type { Policy } from "#core/policy/schema.ts";
import { isAtLeast, type RiskLevel } from "#core/risk/level.ts";
import { digestDiff } from "./digest-diff.ts";

/** The head commit's content, and the earlier heads that it may be equal to. */
export type HeadContent = {
  readonly headSha: string;
  /** See {@link digestDiff}; null also where there is no earlier head to hold it against. */
  readonly diffDigest: string | null;
  readonly earlierHeads: readonly EarlierHead[];
};

/** Reads the head's content from what was observed. */
export function findHeadContent({
  headSha,
  facts,
  recorded,
}: Pick<ObservedChange, "headSha" | "facts" | "recorded">): HeadContent {
  const earlierHeads = recorded.earlierHeads.filter((earlier) => earlier.headSha !== headSha);
  return { headSha, earlierHeads, diffDigest: earlierHeads.length > 0 ? digestDiff(facts) : null };
}

/** Whether an approval of a commit is one of the head. */
export type Survival =
  | { readonly kind: "on-head" }
  | { readonly kind: "identical-diff" }
  /** `because` completes "approved 1a2b3c4, but …". */
  | { readonly kind: "lapsed"; readonly because: string };

type SurvivalRules = Pick<Policy["approvers"], "keepApprovals"> & { readonly level: RiskLevel };

/** How an approval of `commitSha` survived the pushes since, by one policy's `keepApprovals` and at the risk level of now. */
export function judgeSurvival(
  commitSha: string | null,
  content: HeadContent,
  { keepApprovals, level }: SurvivalRules,
): Survival {
  if (commitSha === content.headSha) return { kind: "on-head" };
  const lapsed = (because: string): Survival => ({ kind: "lapsed", because });
  if (keepApprovals === "never") return lapsed("the policy keeps no approval over a push");
  const earlier = content.earlierHeads.find(({ headSha }) => headSha === commitSha);
  if (!earlier?.diffDigest || content.diffDigest === null) {
    return lapsed("it is not known whether the diff is the same since");
  }
  if (earlier.diffDigest !== content.diffDigest) return lapsed("the diff changed since");
  return isAtLeast(earlier.level, level)
    ? { kind: "identical-diff" }
    : lapsed(`the risk rose from ${earlier.level} to ${level} since`);
}

/** Whether an approval of the commit counts at some level of risk. */
export function maySurvive(
  commitSha: string | null,
  content: HeadContent,
  keepApprovals: SurvivalRules["keepApprovals"],
): boolean {
  return judgeSurvival(commitSha, content, { keepApprovals, level: "low" }).kind !== "lapsed";
}
