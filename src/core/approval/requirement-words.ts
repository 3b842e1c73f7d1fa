import type { RequirementStatus } from "#core/change/change-decision.ts";
import type { OwnedFile } from "#core/code-owners/match-owners.ts";
import { formatPrincipal, type Principal } from "#core/policy/principal.ts";
import { type BuiltInRole, type ResolvedPrincipal, roleHolders } from "#core/policy/role.ts";
import type { Duty, Policy } from "#core/policy/schema.ts";
import { counted, listed } from "#core/text/words.ts";

/** What a requirement still needs, to complete "waits for …": "1 approval from @acme/sre (reliability)". */
export function describeMissing(
  status: Pick<RequirementStatus, "requirement" | "label" | "approvedBy" | "missing">,
): string {
  const approvals =
    status.approvedBy.length === 0
      ? counted(status.missing, "approval")
      : `${status.missing} more ${status.missing === 1 ? "approval" : "approvals"}`;
  const from = listed(status.requirement.from.map(describeAsWritten), { word: "or" });
  return `${approvals} from ${from}${status.label === null ? "" : ` (${status.label})`}`;
}

/** Who can give a requirement's approvals, a noun phrase: "any member of @acme/cab (change-manager)". */
export function describeFrom({
  requirement,
  from,
}: Pick<RequirementStatus, "requirement" | "from">): string {
  const roles = requirement.from.filter(({ kind }) => kind === "role").map(formatPrincipal);
  if (from.length === 0) return `nobody (no policy defines ${listed(roles)})`;
  const people = listed(from.map(describePrincipal), { word: "or" });
  return roles.length === requirement.from.length
    ? `${people} (${listed(roles, { word: "or" })})`
    : people;
}

/** Who holds a role under each of the policies, a noun phrase: "a change-manager (any member of @acme/cab)". */
export function describeRole(
  policies: readonly Pick<Policy, "roles">[],
  role: BuiltInRole,
): string {
  const [holders, ...others] = new Set(
    policies.map((policy) =>
      listed(roleHolders(policy, role).map(describePrincipal), { word: "or" }),
    ),
  );
  if (others.length > 0) return `a ${role} of each policy`;
  return holders === undefined || holders === "" ? `a ${role}` : `a ${role} (${holders})`;
}

/** Lists of files are cut: nobody reads on. */
export const mostFiles = 10;

/** The files that lack an owner's approval, each with its owners: "src/a.ts (@maria)". The first ten, then their number. */
export function describeFilesToApprove(files: readonly OwnedFile[]): readonly string[] {
  const shown = files.slice(0, mostFiles).map((file) => `${file.path} (${describeOwners(file)})`);
  const left = files.length - shown.length;
  return left > 0 ? [...shown, counted(left, "more file")] : shown;
}

function describeOwners({ owners, addresses }: OwnedFile): string {
  const known = owners.map(describePrincipal);
  const unknown = addresses.map((address) => `${address}, an address that nobody can be held to`);
  return listed([...known, ...unknown], { word: "or" });
}

/** The independence that a policy asks, to stand after who can approve: "who did not author or push this change". */
export function describeIndependence(mayNotBe: readonly Duty[]): string {
  const deeds = [...new Set(mayNotBe.map((duty) => deedOf[duty]))];
  return deeds.length === 0 ? "" : ` who did not ${listed(deeds, { word: "or" })} this change`;
}

const deedOf: Readonly<Record<Duty, string>> = {
  author: "author",
  "co-author": "author",
  committer: "commit",
  "last-pusher": "push",
};

function describeAsWritten(principal: Principal): string {
  switch (principal.kind) {
    case "user":
    case "team":
    case "role":
      return formatPrincipal(principal);
    case "permission":
      return `someone with ${principal.permission} access`;
    case "code-owners":
      return "a code owner";
  }
}

/** The people that a principal names, a noun phrase: "any member of @acme/cab". */
export function describePrincipal(principal: ResolvedPrincipal): string {
  switch (principal.kind) {
    case "user":
      return formatPrincipal(principal);
    case "team":
      return `any member of ${formatPrincipal(principal)}`;
    case "permission":
      return `anyone with ${principal.permission} access`;
    case "code-owners":
      return "any code owner";
  }
}
