import { asProse, table } from "#core/text/markdown.ts";
import type { DesiredCheckRun } from "./change-action.ts";
import type { ChangeDecision, NotControlled } from "./change-decision.ts";
import { describeWaiting } from "./render-reasons.ts";

/** A pull request of a merge group, and what was decided of it just now. */
export type MergeGroupMember = {
  readonly number: number;
  readonly decision: ChangeDecision | NotControlled | { readonly kind: "gone" };
};

/** The pull requests that a merge queue tests together, or why they are not known. */
export type MergeGroupMembers =
  | { readonly kind: "known"; readonly members: readonly MergeGroupMember[] }
  | { readonly kind: "unknown"; readonly because: string };

/**
 * Decides the check run on a merge group's head: success only when each member is approved now (or observed only).
 *
 * It never stays open: an unapproved member leaves the queue instead of holding up the others. Null when no policy controls the branch.
 * See https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export function decideMergeGroup(
  group: { readonly branch: string; readonly headSha: string },
  members: MergeGroupMembers,
): Omit<DesiredCheckRun, "externalId"> | null {
  const check = {
    name: `change control: ${group.branch}`,
    headSha: group.headSha,
    status: "completed",
    annotations: [],
    buttons: [],
  } as const;
  if (members.kind === "unknown") {
    return {
      ...check,
      conclusion: "failure",
      title: "The pull requests of this merge group are not known",
      summary: `${members.because}\n\nRemove the pull request from the queue and add it again.`,
    };
  }
  const controlled = members.members.filter(
    ({ decision }) => !(decision.kind === "not-controlled" && decision.because !== "not-open"),
  );
  if (members.members.length > 0 && controlled.length === 0) return null;
  const refused = controlled.filter((member) => !isConfirmed(member));
  const confirmed = controlled.length > 0 && refused.length === 0;
  return {
    ...check,
    conclusion: confirmed ? "success" : "failure",
    title: confirmed ? describeConfirmed(controlled) : describeRefused(refused),
    summary: renderMembers(controlled),
  };
}

function isConfirmed({ decision }: MergeGroupMember): boolean {
  if (decision.kind !== "decided" || decision.verdict === "invalid") return false;
  return decision.verdict === "approved" || decision.mode === "observe";
}

function isApproved(decision: MergeGroupMember["decision"]): boolean {
  return decision.kind === "decided" && decision.verdict === "approved";
}

function describeConfirmed(members: readonly MergeGroupMember[]): string {
  if (!members.every(({ decision }) => isApproved(decision))) {
    return "This merge group is not held: a policy only observes";
  }
  return members.length === 1
    ? "The pull request of this merge group is approved"
    : `All ${members.length} pull requests of this merge group are approved`;
}

function describeRefused(members: readonly MergeGroupMember[]): string {
  if (members.length === 0) return "This merge group has no pull requests";
  return `Not approved: ${members.map(({ number }) => `#${number}`).join(", ")}`;
}

function renderMembers(members: readonly MergeGroupMember[]): string {
  const rows = members.map((member) => [
    `#${member.number}`,
    describeVerdict(member),
    explain(member.decision),
  ]);
  return table(["Pull request", "Verdict", "Why"], rows);
}

function describeVerdict(member: MergeGroupMember): string {
  if (isApproved(member.decision)) return "approved";
  return isConfirmed(member) ? "only observed" : "not approved";
}

function explain(decision: MergeGroupMember["decision"]): string {
  switch (decision.kind) {
    case "gone":
      return "it is not there any more";
    case "not-controlled":
      return "it is not open any more";
    case "decided":
      return (
        decision.reasons
          .map(({ missing }) => `${describeWaiting(decision)} ${asProse(missing)}`)
          .join("; ") || `${decision.level} risk, ${decision.type} change`
      );
  }
}
