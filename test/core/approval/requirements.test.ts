import { describe, expect, test } from "@jest/globals";
import { type Asking, findRequirements } from "#core/approval/requirements.ts";
import { formatPrincipal } from "#core/policy/principal.ts";
import { policyOf } from "../../support/policy.ts";

const policy = policyOf({
  approvals: {
    medium: [{ from: ["write"] }],
    high: [{ from: ["write"] }, { name: "reliability", from: ["@acme/sre"] }],
    critical: [{ from: ["write"], count: 2 }],
    also: [
      {
        name: "schema",
        when: { files: ["db/**"] },
        require: [{ from: ["@acme/data"] }, { name: "lead", from: ["@maria"] }],
      },
    ],
  },
});

const nothingElse = { standard: false, matches: () => false } as const;
const low = { ...nothingElse, ownLevel: "low", level: "low" } as const;

describe("which requirements a policy asks", () => {
  test.each<[string, Asking, readonly string[]]>([
    ["none at a level without any", low, []],
    [
      "its level's",
      { ...nothingElse, ownLevel: "medium", level: "medium" },
      ["medium risk: 1 write"],
    ],
    [
      "also the level's to which another policy raised the change, identical ones once",
      { ...nothingElse, ownLevel: "medium", level: "high" },
      ["medium risk: 1 write", "high risk: 1 @acme/sre (reliability)"],
    ],
    [
      "those that differ in their number are not identical",
      { ...nothingElse, ownLevel: "medium", level: "critical" },
      ["medium risk: 1 write", "critical risk: 2 write"],
    ],
    [
      "the raised level's where its own has none",
      { ...nothingElse, ownLevel: "low", level: "medium" },
      ["medium risk: 1 write"],
    ],
    ["none of a standard change", { ...low, standard: true, ownLevel: "high", level: "high" }, []],
    [
      "also rules on top",
      { ...low, matches: () => true },
      ["schema: 1 @acme/data (schema)", "schema: 1 @maria (lead)"],
    ],
    [
      "also rules of a standard change too",
      { ...low, standard: true, matches: () => true },
      ["schema: 1 @acme/data (schema)", "schema: 1 @maria (lead)"],
    ],
  ])("%s", (_name, asking, asked) => {
    expect(
      findRequirements(policy, asking).map(({ requirement, because, label }) => {
        const names = requirement.from.map(formatPrincipal);
        return `${because}: ${requirement.count} ${names}${label === null ? "" : ` (${label})`}`;
      }),
    ).toEqual(asked);
  });

  test("none where the policy has no approvals", () => {
    expect(findRequirements(policyOf({}), { ...low, matches: () => true })).toEqual([]);
  });
});
