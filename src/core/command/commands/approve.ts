import { isEligible, isOwner } from "#core/approval/eligibility.ts";
import { isMet } from "#core/approval/meet-requirements.ts";
import { findConflict, findInvolvements } from "#core/approval/segregation.ts";
import { isSameAccount } from "#core/change/account.ts";
import type { PolicyDecision, RequirementStatus } from "#core/change/change-decision.ts";
import { renderReasons } from "#core/change/render-reasons.ts";
import {
  type CommandContext,
  type CommandDefinition,
  done,
  refused,
} from "#core/command/command-definition.ts";
import { isChangeManager, refuseInvolved, refuseStaleHead } from "#core/command/grounds.ts";
import { asProse } from "#core/text/markdown.ts";

export const approve: CommandDefinition = Object.freeze({
  word: "approve",
  argument: "[note]",
  example: "tested on staging",
  who: "anyone whom an open requirement names, if independent of the change",
  help: "Approves the head commit, as an approving review does; from a change-manager it lifts rejections, too.",
  runsOn: ["open", "merged"],
  needsPolicy: true,
  run: (argument, context) => {
    const why = refuseApprover(context) ?? refuseStaleHead(context, reviewInstead);
    if (why !== null) return refused(why);
    const note = argument === "" ? null : argument;
    return done({ kind: "approve", note, liftsRejections: isChangeManager(context) });
  },
} satisfies CommandDefinition);

const reviewInstead =
  "Approve with a review of GitHub's instead (Files changed, Review changes): it says which commit it is about.";

/** Null when an open requirement names the giver, or when there is a rejection that the giver may lift. */
function refuseApprover(context: CommandContext): string | null {
  const { giver, decision } = context;
  const { rejections } = decision;
  if (rejections.some(({ by }) => isSameAccount(by, giver))) return null;
  if (rejections.length > 0 && isChangeManager(context)) return refuseInvolved(context);

  const policies = decision.policies.filter(({ mode }) => mode === decision.mode);
  if (policies.some((policy) => hasCounted(policy, context))) {
    return withReasons("Your approval of the head commit counts already.", context);
  }
  const asked = policies.flatMap((policy) =>
    policy.requirements
      .filter((status) => !isMet(status) && isAsked(status, context))
      .map(() => findDeed(policy, context)),
  );
  const [deed] = asked;
  if (asked.length === 0) return withReasons(explainUnasked(policies), context);
  return deed === undefined || asked.includes(undefined)
    ? null
    : withReasons(`You ${asProse(deed)}: somebody else has to approve.`, context);
}

function isAsked(status: RequirementStatus, { giver, observed }: CommandContext): boolean {
  const { eligibility } = observed;
  return (
    status.filesToApprove.some(({ owners }) => isOwner(owners, giver, eligibility)) ||
    status.from.some((from) => from.kind !== "code-owners" && isEligible(from, giver, eligibility))
  );
}

function hasCounted({ approvals }: PolicyDecision, { giver }: CommandContext): boolean {
  return approvals.some(({ approver, counts }) => counts && isSameAccount(approver, giver));
}

function findDeed({ approvers }: PolicyDecision, { observed, decision, giver }: CommandContext) {
  const involvements = findInvolvements(observed, decision.emergency?.by);
  return findConflict(giver, involvements, approvers.mayNotBe)?.deed;
}

function explainUnasked(policies: readonly PolicyDecision[]): string {
  const isOpen = policies.some(({ requirements }) => requirements.some((status) => !isMet(status)));
  return isOpen ? "No open requirement names you." : "No approval is missing.";
}

function withReasons(why: string, { decision }: CommandContext): string {
  const reasons = renderReasons(decision);
  return reasons === "" ? why : `${why}\n\n${reasons}`;
}
