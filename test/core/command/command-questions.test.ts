import { describe, expect, test } from "@jest/globals";
import { commandQuestions } from "#core/command/command-questions.ts";
import { bob, dependabot } from "../../support/facts.ts";
import { carol, codeOwnersFile, observedChange } from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

const policies = [
  policySource(
    {
      roles: { "change-manager": ["@acme/cab"] },
      emergency: { declare: ["@acme/oncall"], approvals: [{ from: ["@acme/leads"] }] },
    },
    "organisation",
  ),
  policySource({
    roles: { "release-manager": ["@acme/releng"] },
    approvals: {
      high: [{ from: ["@Acme/SRE"] }],
      also: [{ name: "any", when: { minRisk: "low" }, require: [{ from: ["@acme/cab"] }] }],
    },
    environments: { production: { approvals: [{ from: ["@acme/qa"] }] } },
  }),
];

describe("what is asked of GitHub about the givers of commands", () => {
  test("the permission of each, and every team on which a right depends, once", () => {
    const { permissions, teams } = commandQuestions(observedChange({ policies }), [
      bob,
      carol,
      bob,
    ]);
    expect(permissions).toEqual(["bob", "carol"]);
    expect(teams.map(({ slug, login }) => `${slug} ${login}`).sort()).toEqual(
      ["cab", "leads", "oncall", "qa", "releng", "SRE"]
        .flatMap((slug) => [`${slug} bob`, `${slug} carol`])
        .sort(),
    );
  });

  test("the same after the merge", () => {
    const merged = observedChange({ policies, state: "merged" });
    expect(commandQuestions(merged, [bob])).toEqual(
      commandQuestions(observedChange({ policies }), [bob]),
    );
  });

  test("the teams of owners where a requirement names owners", () => {
    const codeOwners = codeOwnersFile("src/ @acme/web");
    const teamsOf = (file: Record<string, unknown>) =>
      commandQuestions(observedChange({ policies: [policySource(file)], codeOwners }), [bob]).teams;
    expect(teamsOf({ approvals: { low: [{ from: ["code-owners"] }] } })).toEqual([
      { organization: "acme", slug: "web", login: "bob" },
    ]);
    expect(teamsOf({})).toEqual([]);
  });

  test("nothing about a bot, and nothing without a policy", () => {
    expect(commandQuestions(observedChange({ policies }), [dependabot])).toEqual({
      permissions: [],
      teams: [],
    });
    expect(commandQuestions(observedChange(), [bob])).toEqual({ permissions: [], teams: [] });
  });
});
