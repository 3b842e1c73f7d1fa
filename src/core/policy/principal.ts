/** Who may satisfy a requirement, as a policy names them. */
export type Principal =
  | { readonly kind: "user"; readonly login: string }
  | { readonly kind: "team"; readonly organization: string; readonly slug: string }
  | { readonly kind: "role"; readonly name: string }
  | { readonly kind: "permission"; readonly permission: Permission }
  | { readonly kind: "code-owners" };

/** A repository permission that a policy can ask for, weakest first. */
export const permissions = ["write", "maintain", "admin"] as const;

export type Permission = (typeof permissions)[number];

const userPattern = /^@([A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})(?:\[bot\])?)$/;
const teamPattern = /^@([A-Za-z0-9][A-Za-z0-9_-]{0,99})\/([A-Za-z0-9._-]{1,100})$/;
const rolePattern = /^[a-z][a-z0-9-]{0,49}$/;

/** Reads a principal as written in a policy; `undefined` when it has none of the forms. */
export function parsePrincipal(text: string): Principal | undefined {
  if (text === "code-owners") return { kind: "code-owners" };
  const permission = permissions.find((name) => name === text);
  if (permission !== undefined) return { kind: "permission", permission };
  const team = teamPattern.exec(text);
  if (team?.[1] !== undefined && team[2] !== undefined) {
    return { kind: "team", organization: team[1], slug: team[2] };
  }
  const user = userPattern.exec(text);
  if (user?.[1] !== undefined) return { kind: "user", login: user[1] };
  return rolePattern.test(text) ? { kind: "role", name: text } : undefined;
}

/** The principal as a policy writes it. */
export function formatPrincipal(principal: Principal): string {
  switch (principal.kind) {
    case "user":
      return `@${principal.login}`;
    case "team":
      return `@${principal.organization}/${principal.slug}`;
    case "role":
      return principal.name;
    case "permission":
      return principal.permission;
    case "code-owners":
      return "code-owners";
  }
}
