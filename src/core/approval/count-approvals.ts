import { compareAccounts, isPerson, isSameAccount } from "#core/change/account.ts";
import type { ApprovalStatus } from "#core/change/change-decision.ts";
import type { Account } from "#core/change/facts.ts";
import type { Review } from "#core/change/observed-change.ts";
import type { Duty } from "#core/policy/schema.ts";
import { shortSha } from "#core/text/words.ts";
import { findConflict, type Involvement } from "./segregation.ts";

/** Where one account stands after all its reviews: its last one that is not a mere comment. */
export type Standing = {
  readonly account: Account;
  readonly state: "approved" | "changes-requested" | "dismissed";
  readonly commitSha: string | null;
};

/**
 * Each account's standing, by login. `reviews` stand in the order in which they were submitted.
 *
 * GitHub keeps a dismissed review in its place, so the last review of a dismissed "changes requested" is still that
 * one: an older approval does not come back. Reviews by accounts that are gone have no standing.
 */
export function findStandings(reviews: readonly Review[]): readonly Standing[] {
  const standings: Standing[] = [];
  for (const { reviewer, state, commitSha } of reviews) {
    if (reviewer === null || state === "commented") continue;
    const standing: Standing = { account: reviewer, state, commitSha };
    const index = standings.findIndex(({ account }) => isSameAccount(account, reviewer));
    if (index === -1) standings.push(standing);
    else standings[index] = standing;
  }
  return standings.sort((a, b) => compareAccounts(a.account, b.account));
}

/** What an approval is held against. */
export type ApprovalRules = {
  readonly headSha: string;
  readonly involvements: readonly Involvement[];
  readonly mayNotBe: readonly Duty[];
};

/** Whether each standing counts as an approval, whoever a requirement names; and if not, what would. */
export function countApprovals(
  standings: readonly Standing[],
  rules: ApprovalRules,
): readonly ApprovalStatus[] {
  return standings.map((standing) => {
    const refusal = refuse(standing, rules);
    return {
      approver: standing.account,
      commitSha: standing.commitSha,
      counts: refusal === null,
      refusal,
    };
  });
}

function refuse(standing: Standing, rules: ApprovalRules): string | null {
  const { account, state, commitSha } = standing;
  const head = shortSha(rules.headSha);
  const notSince = `and has not approved ${head} since`;
  const at = commitSha === null ? "a commit that GitHub no longer has" : shortSha(commitSha);
  if (!isPerson(account)) return "is not a person: a bot's approval never counts";
  const conflict = findConflict(account, rules.involvements, rules.mayNotBe);
  switch (state) {
    case "changes-requested":
      return `asked for changes on ${at}${conflict === undefined ? `, ${notSince}` : ""}`;
    case "dismissed":
      return `had their last review dismissed${conflict === undefined ? `, ${notSince}` : ""}`;
    case "approved":
      if (conflict !== undefined) return `${conflict.deed}: someone else has to approve`;
      return commitSha === rules.headSha
        ? null
        : `approved ${at}, but the head is now ${head}: needs to approve again`;
  }
}
