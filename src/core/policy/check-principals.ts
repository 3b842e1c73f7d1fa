import { describeCycle, findCycles } from "./find-cycles.ts";
import { nearestName } from "./nearest-name.ts";
import { shapeAt, shapeName } from "./policy-shape.ts";
import { type Principal, parsePrincipal, permissions } from "./principal.ts";
import { builtInRoles, resolvePrincipals, roleMembers } from "./role.ts";
import type { Policy } from "./schema.ts";
import type { Finding } from "./yaml/finding.ts";
import type { KeyPath } from "./yaml/key-path.ts";
import { walk, type YamlNode } from "./yaml/yaml-node.ts";

type Roles = Policy["roles"];

/** Checks what a file says of people across its parts, as far as each part can be read by itself. */
export function* checkPrincipals(root: YamlNode): Generator<Finding> {
  const roles = readRoles(root);
  yield* unknownRoles(root, roles);
  yield* circularRoles(roles);
  yield* rolesAsAuthors(root, roles);
  yield* countsOutOfReach(root, roles);
}

/** Where the file names principals, and whom. */
function* principalsIn(
  root: YamlNode,
): Generator<{ readonly path: KeyPath; readonly principal: Principal }> {
  for (const { node, path } of walk(root)) {
    if (node.kind !== "scalar" || !isPlaceFor("Principal", path)) continue;
    const principal = parsePrincipal(node.text);
    if (principal !== undefined) yield { path, principal };
  }
}

function isPlaceFor(name: string, path: KeyPath): boolean {
  const shape = shapeAt(path);
  return shape !== undefined && shapeName(shape) === name;
}

function readRoles(root: YamlNode): Roles {
  const roles: [string, Principal[]][] = [];
  const node = root.kind === "mapping" ? root.entries.get("roles")?.value : undefined;
  for (const [name, { value }] of node?.kind === "mapping" ? node.entries : []) {
    roles.push([name, readPrincipals(value)]);
  }
  return Object.fromEntries(roles);
}

function readPrincipals(node: YamlNode | undefined): Principal[] {
  const items = node?.kind === "sequence" ? node.items : [];
  return items.flatMap((item) => (item.kind === "scalar" ? (parsePrincipal(item.text) ?? []) : []));
}

function* unknownRoles(root: YamlNode, roles: Roles): Generator<Finding> {
  const known = [...permissions, "code-owners", ...Object.keys({ ...builtInRoles, ...roles })];
  for (const { path, principal } of principalsIn(root)) {
    if (principal.kind !== "role" || roleMembers(roles, principal.name) !== undefined) continue;
    const meant = nearestName(principal.name, known);
    yield {
      path,
      message: `no role "${principal.name}" is defined`,
      remedy:
        meant === undefined
          ? `Define it under roles, or write "@${principal.name}" for the user.`
          : `Did you mean ${meant}? A user is written "@${principal.name}".`,
    };
  }
}

function* circularRoles(roles: Roles): Generator<Finding> {
  const leadsTo = new Map(
    Object.entries(roles).map(([name, members]) => [
      name,
      members.flatMap((member) => (member.kind === "role" ? member.name : [])),
    ]),
  );
  for (const cycle of findCycles(leadsTo)) {
    yield {
      path: ["roles", cycle[0] ?? ""],
      message: `the role contains itself: ${describeCycle(cycle)}`,
      remedy: "Let one of these roles name people or teams instead.",
    };
  }
}

/** `authors: [dba]` means the user dba: surprising when a role has that name. */
function* rolesAsAuthors(root: YamlNode, roles: Roles): Generator<Finding> {
  for (const { node, path } of walk(root)) {
    if (node.kind !== "scalar" || path.at(-2) !== "authors") continue;
    if (roleMembers(roles, node.text) === undefined) continue;
    yield {
      path,
      message: `"${node.text}" is a role, and authors are users, bots and teams`,
      remedy: `Name the users and teams; the user of that name is "@${node.text}".`,
    };
  }
}

function* countsOutOfReach(root: YamlNode, roles: Roles): Generator<Finding> {
  for (const { node, path } of walk(root)) {
    if (node.kind !== "mapping" || !isPlaceFor("Requirement", path)) continue;
    const count = node.entries.get("count")?.value;
    const people = resolvePrincipals({ roles }, readPrincipals(node.entries.get("from")?.value));
    if (count?.kind !== "scalar" || typeof count.value !== "number") continue;
    if (people.length === 0 || people.length >= count.value) continue;
    if (people.some((principal) => principal.kind !== "user")) continue;
    yield {
      path: [...path, "count"],
      message: `${count.value} approvals are asked of ${people.length === 1 ? "one person" : `${people.length} people`}`,
      remedy: `Ask for at most ${people.length}, or name more people or a team.`,
    };
  }
}
