import { formatPrincipal, type Principal } from "./principal.ts";
import type { Policy } from "./schema.ts";

/** A principal that needs no policy to be understood. */
export type ResolvedPrincipal = Exclude<Principal, { kind: "role" }>;

/** A principal that names the same people whatever files a change touches. */
export type StandingPrincipal = Exclude<ResolvedPrincipal, { kind: "code-owners" }>;

/** The roles that every policy has; it may define them anew. */
export const builtInRoles: Readonly<Record<string, readonly Principal[]>> = {
  "change-manager": [{ kind: "permission", permission: "admin" }],
  "release-manager": [{ kind: "permission", permission: "maintain" }],
};

export type BuiltInRole = "change-manager" | "release-manager";

/** The principals that a role stands for; undefined when neither the policy nor Sluice defines it. */
export function roleMembers(
  roles: Policy["roles"],
  name: string,
): readonly Principal[] | undefined {
  if (Object.hasOwn(roles, name)) return roles[name];
  return Object.hasOwn(builtInRoles, name) ? builtInRoles[name] : undefined;
}

/**
 * The principals with every role replaced by those it stands for, roles within roles included, each once.
 *
 * A role that nobody defines stands for nobody: nothing is approved by a misspelt name.
 */
export function resolvePrincipals(
  policy: Pick<Policy, "roles">,
  principals: readonly Principal[],
): ResolvedPrincipal[] {
  const resolved = new Map<string, ResolvedPrincipal>();
  const visited = new Set<string>();
  const pending = [...principals].reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind !== "role") {
      resolved.set(formatPrincipal(next).toLowerCase(), next);
    } else if (!visited.has(next.name)) {
      visited.add(next.name);
      pending.push(...[...(roleMembers(policy.roles, next.name) ?? [])].reverse());
    }
  }
  return [...resolved.values()];
}

/** Those whom a policy's principals name whatever files a change touches: code owners are left out. */
export function resolveStanding(
  policy: Pick<Policy, "roles">,
  principals: readonly Principal[],
): StandingPrincipal[] {
  return resolvePrincipals(policy, principals).filter(
    (principal) => principal.kind !== "code-owners",
  );
}

/** Those whom one of a policy's roles names. */
export function roleHolders(policy: Pick<Policy, "roles">, name: BuiltInRole): StandingPrincipal[] {
  return resolveStanding(policy, [{ kind: "role", name }]);
}
