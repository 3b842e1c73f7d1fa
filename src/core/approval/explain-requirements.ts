import type { PolicyDecision, Reason, RequirementStatus } from "#core/change/change-decision.ts";
import type { Duty } from "#core/policy/schema.ts";
import { capitalised } from "#core/text/words.ts";
import { isMet } from "./meet-requirements.ts";
import { describeFrom, describeIndependence, describeMissing } from "./requirement-words.ts";

/** What keeps one policy's requirements unmet, each obstacle once, and who can resolve it. Empty when all are met. */
export function explainRequirements({
  origin,
  requirements,
  approvers,
}: Pick<PolicyDecision, "origin" | "requirements" | "approvers">): readonly Reason[] {
  const reasons = requirements
    .filter((status) => !isMet(status))
    .flatMap((status) => explain(status, approvers.mayNotBe))
    .map((reason) => ({ origin, ...reason }));
  return reasons.filter(
    ({ kind, missing }, index) =>
      kind !== "obstacle" || reasons.findIndex((other) => other.missing === missing) === index,
  );
}

function explain(
  status: RequirementStatus,
  mayNotBe: readonly Duty[],
): readonly Omit<Reason, "origin">[] {
  const { obstacle, missing } = status;
  const approvalsHelp = missing > 0 && canAnybodyApprove(status);
  const approvals = {
    kind: "approvals",
    missing: describeMissing(status),
    whoCanResolve: describeApprovers(status, mayNotBe),
  } as const;
  if (obstacle === null) return [approvals];
  if (obstacle.kind === "code-owners-unresolved" && approvalsHelp) {
    return [
      { ...approvals, whoCanResolve: `${approvals.whoCanResolve} ${obstacle.whoCanResolve}` },
    ];
  }
  const { missing: cleared, whoCanResolve } = obstacle;
  return [
    { kind: "obstacle", missing: cleared, whoCanResolve },
    ...(approvalsHelp ? [approvals] : []),
  ];
}

function canAnybodyApprove({ from, obstacle }: RequirementStatus): boolean {
  return (
    obstacle?.kind !== "everybody-named-involved" && from.some(({ kind }) => kind !== "code-owners")
  );
}

function describeApprovers(status: RequirementStatus, mayNotBe: readonly Duty[]): string {
  const each = status.missing > 1 ? `${status.missing} people, each ` : "";
  const usersOnly = status.from.every(({ kind }) => kind === "user");
  const independence = usersOnly
    ? ", unless they had a hand in this change"
    : describeIndependence(mayNotBe);
  return `${capitalised(`${each}${describeFrom(status)}${independence}`)}.`;
}
