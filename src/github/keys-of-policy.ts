import { codeOwnersPaths } from "#core/code-owners/code-owners-file.ts";
import type { Key } from "#core/key.ts";
import { policyPath } from "#core/policy/policy-source.ts";
import { nameOf, type PushPayload, type RepositoryPayload } from "./event-payloads.ts";

/** Whether a repository of that name holds its organisation's policy. */
export function holdsOrganisationPolicy(name: string | undefined): boolean {
  return name?.toLowerCase() === ".github";
}

/** The objects for which a repository's policy on a branch decides. */
export function keyOfPolicy(payload: RepositoryPayload, branch: string): Key {
  const everywhere = holdsOrganisationPolicy(payload.name) && branch === payload.default_branch;
  return everywhere
    ? { kind: "installation" }
    : { kind: "branch", repository: nameOf(payload), branch };
}

/** From these on GitHub cuts off a push's commits, and a commit's files: https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
const mostCommits = 2_048;
const mostFiles = 3_000;

/** Files that decide on open changes from their base. */
const decidingPaths: readonly string[] = [policyPath, ...codeOwnersPaths];

/** Whether a push changed the policy file or the code owners, or could have: a forced push also takes commits away, which it does not list. */
export function mayTouchPolicy({ commits, forced }: PushPayload): boolean {
  if (forced || !commits || commits.length >= mostCommits) return true;
  return commits.some(({ added, removed, modified }) => {
    const paths = [...added, ...removed, ...modified];
    return paths.length >= mostFiles || decidingPaths.some((path) => paths.includes(path));
  });
}
