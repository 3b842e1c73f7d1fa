import { describeRole } from "#core/approval/requirement-words.ts";
import { findPrefix } from "#core/command/find-prefix.ts";
import type { Policy } from "#core/policy/schema.ts";
import { clipped } from "#core/text/words.ts";

/** Who can lift what people's words hold, and how it is written: for sentences. */
export type Remedies = {
  /** "a change-manager (any member of @acme/cab)". */
  readonly changeManager: string;
  readonly releaseManager: string;
  /** A command as it is written in a comment here, between backticks: "`/sluice unhold`". */
  readonly command: (words: string) => string;
};

/** What the policies that control the branch say of roles and of the commands' prefix. */
export function findRemedies(policies: readonly Policy[]): Remedies {
  const prefix = findPrefix(policies);
  return {
    changeManager: describeRole(policies, "change-manager"),
    releaseManager: describeRole(policies, "release-manager"),
    command: (words) => `\`/${prefix === "" ? "" : `${prefix} `}${words}\``,
  };
}

/** Longer reasons are cut: the whole stands in the comment that gave it. */
const longestReason = 120;

/** What somebody did and why, a sentence: `@bob holds this change: "the load test is running".` */
export function sayWhy(deed: string, reason: string | null): string {
  return reason === null ? `${deed}.` : `${deed}: "${clipped(reason, longestReason)}".`;
}
