import { isPerson } from "#core/change/account.ts";
import type { ApprovalStatus } from "#core/change/change-decision.ts";
import type { Duty, Policy } from "#core/policy/schema.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import { shortSha } from "#core/text/words.ts";
import { type HeadContent, judgeSurvival } from "./earlier-approvals.ts";
import { findConflict, type Involvement } from "./segregation.ts";
import type { Standing } from "./standings.ts";

/** What an approval is held against. */
export type ApprovalRules = Pick<Policy["approvers"], "keepApprovals"> & {
  readonly content: HeadContent;
  /** The level of the decision. */
  readonly level: RiskLevel;
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
      isKept: refusal === null && standing.commitSha !== rules.content.headSha,
      refusal,
    };
  });
}

function refuse(standing: Standing, rules: ApprovalRules): string | null {
  const { account, state, commitSha, means } = standing;
  const head = shortSha(rules.content.headSha);
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
    case "approved": {
      if (conflict !== undefined) return `${conflict.deed}: someone else has to approve`;
      const survival = judgeSurvival(commitSha, rules.content, rules);
      return survival.kind === "lapsed"
        ? `approved ${at} by ${means}, but ${survival.because}: needs to approve ${head}`
        : null;
    }
  }
}
