import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parsePolicy } from "#core/policy/parse-policy.ts";
import type { Policy } from "#core/policy/schema.ts";
import { problemsIn } from "../../support/policy-problems.ts";

function policyIn(file: string): Policy {
  expect(problemsIn(file)).toEqual([]);
  const parsed = parsePolicy(file);
  if (parsed.kind === "invalid") throw new Error("problemsIn told none");
  return parsed.policy;
}

test("a version alone is a policy: everything else has a default", () => {
  expect(policyIn("version: 1")).toEqual({
    version: 1,
    mode: "enforce",
    roles: {},
    risk: {
      levels: { medium: 15, high: 30, critical: 45 },
      ignore: [],
      rules: [],
      factors: {},
      trustedBots: [],
      defaultFloors: true,
    },
    standard: [],
    approvers: {
      mayNotBe: ["author", "committer", "co-author", "last-pusher"],
      distinct: true,
      keepApprovals: "identical-diff",
      request: "teams",
    },
    freezes: [],
    environments: {},
    releases: [],
    commands: { prefix: "" },
  });
});

test("the complete example is valid", () => {
  const policy = policyIn(readFileSync("docs/examples/sluice.yml", "utf8"));
  expect(Object.keys(policy).sort()).toEqual([
    "approvals",
    "approvers",
    "branches",
    "commands",
    "emergency",
    "environments",
    "freezes",
    "mode",
    "releases",
    "risk",
    "roles",
    "standard",
    "version",
  ]);
  expect(policy.emergency?.reviewWithin).toBe(3 * 86_400_000);
  expect(policy.roles.dba).toEqual([
    { kind: "team", organization: "acme", slug: "data" },
    { kind: "user", login: "maria" },
  ]);
});

describe("YAML is read as version 1.2:", () => {
  test.each<[name: string, file: string, branches: string[]]>([
    ["on, no and y are texts", "version: 1\nbranches: [on, no, y]", ["on", "no", "y"]],
    [
      "dates and times are texts",
      "version: 1\nbranches: [2026-12-18T18:00, 09:00]",
      ["2026-12-18T18:00", "09:00"],
    ],
    ["numbers with underscores are texts", "version: 1\nbranches: [1_000]", ["1_000"]],
    ["quoted numbers are texts", "version: 1\nbranches: ['1', \"2.0\"]", ["1", "2.0"]],
    [
      "items may be as far left as their key",
      "version: 1\nbranches:\n- main\n- next",
      ["main", "next"],
    ],
    [
      "an alias stands for its anchor's value",
      "version: 1\nrisk: { ignore: &b [main] }\nbranches: *b",
      ["main"],
    ],
    ["a comment is no part of the value", "version: 1\nbranches: [main] # the trunk", ["main"]],
    ["the file is JSON", '{"version": 1, "branches": ["main"]}', ["main"]],
    ["a byte order mark is left out", "\uFEFFversion: 1\nbranches: [main]", ["main"]],
    [
      "a directive and a marker come first",
      "%YAML 1.2\n---\nversion: 1\nbranches: [main]",
      ["main"],
    ],
  ])("%s", (_name, file, branches) => {
    expect(policyIn(file).branches).toEqual(branches);
  });
});

test("an alias stands for a whole condition", () => {
  const policy = policyIn(`version: 1
standard: [{ name: docs, when: &docs { onlyFiles: ['docs/**'] } }]
approvals:
  also: [{ name: writers, when: *docs, require: [{ from: [write] }] }]
`);
  expect(policy.approvals?.also[0]?.when).toEqual({ onlyFiles: ["docs/**"] });
});

test("a problem in an aliased value stands where the value is written, under each of its paths", () => {
  expect(
    problemsIn(`version: 1
standard: [{ name: docs, when: &docs { onlyfiles: ['docs/**'] } }]
approvals:
  also: [{ name: writers, when: *docs, require: [{ from: [write] }] }]
`),
  ).toEqual([
    '2:40 standard[0].when.onlyfiles: unknown key "onlyfiles". Did you mean onlyFiles?',
    '2:40 approvals.also[0].when.onlyfiles: unknown key "onlyfiles". Did you mean onlyFiles?',
  ]);
});

describe("a file beyond the bounds is refused with one problem:", () => {
  test.each<[name: string, file: string, problem: string]>([
    [
      "too long",
      `version: 1 #${"x".repeat(128 * 1024)}`,
      "1:1 : the file has 131084 characters, more than 131072. Say it in fewer words: globs and lists help.",
    ],
    [
      "too many values",
      `version: 1\nbranches: [${"a, ".repeat(10_000)}]`,
      "1:1 : the file holds more than 10000 keys and values. Say it in fewer words: globs and lists help. An alias counts as all that it stands for.",
    ],
    [
      "aliases that stand for billions of values",
      ["a: &a [x, x, x, x, x, x, x, x]", ..."bcdefghi"].reduce(
        (file, name) =>
          `${file}\n${name}: &${name} [${`*${String.fromCharCode(name.charCodeAt(0) - 1)}, `.repeat(8)}]`,
      ),
      "1:1 : the file holds more than 10000 keys and values. Say it in fewer words: globs and lists help. An alias counts as all that it stands for.",
    ],
  ])("%s", (_name, file, problem) => {
    expect(problemsIn(file)).toEqual([problem]);
  });
});

describe("a file that would take long to check is checked all the same:", () => {
  test.each<[name: string, file: string, problems: number]>([
    [
      "thousands of unknown roles beside thousands of roles",
      `version: 1\nroles:\n${lines(2_000, (n) => `  role-${n}: [admin]`)}
approvals:\n  high:\n${lines(90, (n) => `    - from: [${items(40, (m) => `lore-${n}-${m}`)}]`)}`,
      200,
    ],
    [
      "a role that leads over thousands of others to nobody",
      `version: 1\nroles:\n${lines(2_400, (n) => `  r${n}: [r${n + 1}]`)}\n  r2400: [admin]`,
      0,
    ],
    [
      "a role that leads over thousands of others to itself",
      `version: 1\nroles:\n${lines(2_400, (n) => `  r${n}: [r${(n + 1) % 2_400}]`)}`,
      1,
    ],
    ["nothing but refused values", `version: 1\nbranches: [${items(9_000, () => "!a")}]`, 200],
  ])("%s", (_name, file, problems) => {
    expect(problemsIn(file)).toHaveLength(problems);
  });
});

function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => line(n)).join("\n");
}

function items(count: number, item: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => item(n)).join(", ");
}

test("problems of every part are told together, in the order of the text", () => {
  const file = `version: 1
mode: enfroce
mode: observe
risk:
  rules:
    - { name: x, when: { files: ['!a'] } }
    - { name: x, when: { minLines: 2, maxLines: 1, title: '(' }, points: 1 }
approvals:
  high: [{ from: [dba, acme/sre] }]
`;
  expect(problemsIn(file).map((problem) => problem.split(": ")[0])).toEqual([
    "2:1 mode",
    "3:1 mode",
    "6:7 risk.rules[0]",
    "6:34 risk.rules[0].when.files[0]",
    "7:9 risk.rules[1].name",
    "7:26 risk.rules[1].when.minLines",
    "7:52 risk.rules[1].when.title",
    "9:19 approvals.high[0].from[0]",
    "9:24 approvals.high[0].from[1]",
  ]);
});
