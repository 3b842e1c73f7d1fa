import type { PolicyDecision, Reason, RequirementStatus } from "#core/change/change-decision.ts";
import type { Duty } from "#core/policy/schema.ts";
import { capitalised } from "#core/text/words.ts";
import { isMet } from "./meet-requirements.ts";
import {
  describeFilesToApprove,
  describeFrom,
  describeIndependence,
  describeMissing,
} from "./requirement-words.ts";

/** One push clears this for all requirements, so it is said once. */
const newPush = "a new push (it is not known who pushed last)";

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
  const push = reasons.findIndex(({ missing }) => missing === newPush);
  return reasons.filter(({ missing }, index) => missing !== newPush || index === push);
}

function explain(
  status: RequirementStatus,
  mayNotBe: readonly Duty[],
): readonly Omit<Reason, "origin">[] {
  const { obstacle, from } = status;
  const missing = describeMissing(status);
  const approvals = {
    kind: "approvals",
    missing,
    whoCanResolve: describeApprovers(status, mayNotBe),
    ...(status.filesToApprove.length > 0
      ? { filesToApprove: describeFilesToApprove(status.filesToApprove) }
      : {}),
  } as const;
  switch (obstacle?.kind) {
    case undefined:
      return [approvals];
    case "last-pusher-unknown": {
      const { whoCanResolve } = obstacle;
      const reason = { kind: "obstacle", missing: newPush, whoCanResolve } as const;
      return status.missing > 0 ? [reason, approvals] : [reason];
    }
    case "no-code-owner": {
      const clause = `${capitalised(obstacle.text)}.`;
      return [
        from.every(({ kind }) => kind === "code-owners")
          ? { ...approvals, kind: "obstacle", whoCanResolve: `${clause} ${obstacle.whoCanResolve}` }
          : { ...approvals, whoCanResolve: `${approvals.whoCanResolve} ${clause}` },
      ];
    }
    case "everybody-named-involved":
      return [{ kind: "obstacle", missing, whoCanResolve: obstacle.whoCanResolve }];
  }
}

function describeApprovers(status: RequirementStatus, mayNotBe: readonly Duty[]): string {
  const usersOnly = status.from.every(({ kind }) => kind === "user");
  const who = usersOnly
    ? `${describeFrom(status)} can give`
    : `${describeFrom(status)}${describeIndependence(mayNotBe)} can give`;
  const what = status.missing === 1 ? "it" : "one";
  const unless = usersOnly ? ", unless they had a hand in this change" : "";
  return `${capitalised(who)} ${what}${unless}.`;
}
