import { formatRepository } from "#core/key.ts";
import { policyPath } from "#core/policy/policy-source.ts";
import { counted } from "#core/text/words.ts";
import type { PolicyProblems, Reason } from "./change-decision.ts";
import type { ObservedChange } from "./observed-change.ts";

/** The policy files that can't be used, and what is wrong with each. */
export function findInvalidPolicies({
  policies,
}: Pick<ObservedChange, "policies">): readonly PolicyProblems[] {
  return policies.flatMap(({ origin, repository, content }) =>
    content.kind === "invalid" ? [{ origin, repository, problems: content.problems }] : [],
  );
}

/** Why nothing can be approved under an invalid policy, and who can right it. */
export function explainInvalidPolicy(
  { origin, repository, problems }: PolicyProblems,
  baseBranch: string,
): Reason {
  const writer = `Someone with write access to ${formatRepository(repository)}`;
  return {
    origin,
    kind: "invalid-policy",
    missing: `a valid policy of the ${origin} (${counted(problems.length, "problem")})`,
    whoCanResolve:
      origin === "organisation"
        ? `${writer} has to right ${policyPath} on its default branch.`
        : `${writer} has to right ${policyPath} on ${baseBranch}. The check fails on that change too: an administrator has to merge it past the check.`,
  };
}
