import { isPerson } from "#core/change/account.ts";
import type { ApprovalStatus } from "#core/change/change-decision.ts";
import type { Duty } from "#core/policy/schema.ts";
import { shortSha } from "#core/text/words.ts";
import { findConflict, type Involvement } from "./segregation.ts";
import type { Standing } from "./standings.ts";

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
      means: standing.means,
      counts: refusal === null,
      refusal,
    };
  });
}

function refuse(standing: Standing, rules: ApprovalRules): string | null {
  const { account, state, commitSha, means } = standing;
  const head = shortSha(rules.headSha);
  const at = commitSha === null ? "a commit that GitHub no longer has" : shortSha(commitSha);
  if (!isPerson(account)) return "is not a person: a bot's approval never counts";
  const conflict = findConflict(account, rules.involvements, rules.mayNotBe);
  const since = conflict === undefined ? `, and has not approved ${head} since` : "";
  switch (state) {
    case "changes-requested":
      return `asked for changes on ${at} by ${means}${since}`;
    case "dismissed":
      return `had their last review dismissed${since}`;
    case "unapproved":
      return `took back their approval by ${means}${since}`;
    case "rejected":
      return `rejected this change by ${means}${since}`;
    case "rejection-lifted":
      return `rejected this change by ${means}, which a change-manager lifted: that is no approval of theirs`;
    case "approved":
      if (conflict !== undefined) return `${conflict.deed}: someone else has to approve`;
      return commitSha === rules.headSha
        ? null
        : `approved ${at} by ${means}, but the head is now ${head}: needs to approve again`;
  }
}
