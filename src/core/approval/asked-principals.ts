import type { PolicyDecision, RequirementStatus } from "#core/change/change-decision.ts";
import type { StandingPrincipal } from "#core/policy/role.ts";

/** Whom an unmet requirement could hear from: the principals it names; for code owners, those of the files whose owners it waits for. */
export function askedPrincipals({
  from,
  filesToApprove,
}: Pick<RequirementStatus, "from" | "filesToApprove">): readonly StandingPrincipal[] {
  return from.flatMap((principal): readonly StandingPrincipal[] =>
    principal.kind === "code-owners" ? filesToApprove.flatMap(({ owners }) => owners) : [principal],
  );
}

/** Whether a requirement that one of the policies asks of the change names code owners. */
export function asksCodeOwners(policies: readonly Pick<PolicyDecision, "requirements">[]): boolean {
  return policies.some(({ requirements }) =>
    requirements.some(({ from }) => from.some(({ kind }) => kind === "code-owners")),
  );
}
