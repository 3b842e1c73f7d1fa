import { describe, expect, test } from "@jest/globals";
import { formatPrincipal, type Principal, parsePrincipal } from "#core/policy/principal.ts";
import { resolvePrincipals } from "#core/policy/role.ts";

/** Principals as a policy writes them, without the policy's own checks. */
function principals(texts: readonly string[]): Principal[] {
  return texts.flatMap((text) => parsePrincipal(text) ?? []);
}

type Row = [name: string, roles: Record<string, string[]>, from: string[], resolved: string[]];

describe("roles are replaced by those they stand for:", () => {
  test.each<Row>([
    ["no roles", {}, ["@maria", "write", "code-owners"], ["@maria", "write", "code-owners"]],
    ["a role", { dba: ["@acme/data", "@maria"] }, ["dba"], ["@acme/data", "@maria"]],
    ["built in, as they are", {}, ["change-manager", "release-manager"], ["admin", "maintain"]],
    [
      "built in, defined anew",
      { "change-manager": ["@acme/cab"] },
      ["change-manager"],
      ["@acme/cab"],
    ],
    ["a role within a role", { a: ["@x", "b"], b: ["@y"] }, ["a", "@z"], ["@x", "@y", "@z"]],
    ["the same people twice", { a: ["@maria"] }, ["@Maria", "a", "a"], ["@maria"]],
    ["a role that contains itself", { a: ["b", "@x"], b: ["a"] }, ["a"], ["@x"]],
    ["a role that nobody defines", {}, ["dba"], []],
    ["a name that every object has", {}, ["constructor"], []],
  ])("%s", (_name, roles, from, resolved) => {
    const defined = Object.entries(roles).map(([name, members]) => [name, principals(members)]);
    const policy = { roles: Object.fromEntries(defined) };
    expect(resolvePrincipals(policy, principals(from)).map(formatPrincipal)).toEqual(resolved);
  });
});
