import { asProse, table } from "#core/text/markdown.ts";
import type { DesiredCheckRun } from "./change-action.ts";
import type { ChangeDecision, NotControlled } from "./change-decision.ts";

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
    title: confirmed
      ? `All ${controlled.length} pull requests of this merge group are approved`
      : `Not approved: ${refused.map(({ number }) => `#${number}`).join(", ")}`,
    summary: renderMembers(controlled),
  };
}

function isConfirmed({ decision }: MergeGroupMember): boolean {
  if (decision.kind !== "decided") return false;
  return (
    decision.verdict === "approved" ||
    (decision.mode === "observe" && decision.verdict !== "invalid")
  );
}

function renderMembers(members: readonly MergeGroupMember[]): string {
  const rows = members.map((member) => {
    const { number, decision } = member;
    return [`#${number}`, isConfirmed(member) ? "approved" : "not approved", explain(decision)];
  });
  return table(["pull request", "verdict", "why"], rows);
}

function explain(decision: MergeGroupMember["decision"]): string {
  switch (decision.kind) {
    case "gone":
      return "it is not there any more";
    case "not-controlled":
      return "it is not open any more";
    case "decided":
      return (
        decision.reasons.map(({ missing }) => `waits for ${asProse(missing)}`).join("; ") ||
        `${decision.level} risk, ${decision.type} change`
      );
  }
}
