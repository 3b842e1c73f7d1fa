import { describe, expect, test } from "@jest/globals";
import { type Declaration, type Declared, findDeclared } from "#core/command/declared.ts";
import type { GivenCommand } from "#core/command/given-command.ts";
import {
  approve,
  commandBy,
  emergency,
  hold,
  normal,
  override,
  reject,
  setRisk,
  unhold,
  unholdAll,
} from "../../support/commands.ts";
import { alice, bob } from "../../support/facts.ts";
import { fc } from "../../support/fast-check.ts";
import { carol, dave, earlierSha, headSha } from "../../support/observed-change.ts";

const earlier = { headSha: earlierSha };

/** What is declared, by whom, in short. */
function outline({ holds, raised, lowered, emergency, overrides }: Declared) {
  const byWhom = (declaration: Declaration | null) => declaration?.by.login ?? null;
  return {
    holds: holds.map(byWhom),
    raised: raised?.level ?? null,
    lowered: lowered?.level ?? null,
    emergency: byWhom(emergency),
    overrides: overrides.map(byWhom),
  };
}

const nothing = { holds: [], raised: null, lowered: null, emergency: null, overrides: [] };

describe("what the commands declare", () => {
  test.each<[string, readonly GivenCommand[], Partial<ReturnType<typeof outline>>]>([
    ["nothing by none", [], {}],
    ["a hold", [commandBy(bob, hold)], { holds: ["bob"] }],
    ["one hold a person", [commandBy(bob, hold), commandBy(bob, hold)], { holds: ["bob"] }],
    ["a hold on an earlier head holds on", [commandBy(bob, hold, earlier)], { holds: ["bob"] }],
    ["a hold that its holder lifted", [commandBy(bob, hold), commandBy(bob, unhold)], {}],
    [
      "a hold that somebody else did not lift",
      [commandBy(bob, hold), commandBy(carol, unhold)],
      { holds: ["bob"] },
    ],
    [
      "holds that a change-manager lifted",
      [commandBy(bob, hold), commandBy(carol, hold), commandBy(dave, unholdAll)],
      {},
    ],
    [
      "a raise, on later heads too",
      [commandBy(bob, setRisk("raise", "high"), earlier)],
      { raised: "high" },
    ],
    [
      "the highest of the raises",
      [commandBy(bob, setRisk("raise", "critical")), commandBy(carol, setRisk("raise", "high"))],
      { raised: "critical" },
    ],
    ["a lowering", [commandBy(dave, setRisk("lower", "low"))], { lowered: "low" }],
    [
      "the last lowering",
      [commandBy(dave, setRisk("lower", "low")), commandBy(dave, setRisk("lower", "medium"))],
      { lowered: "medium" },
    ],
    ["no lowering on an earlier head", [commandBy(dave, setRisk("lower", "low"), earlier)], {}],
    [
      "no lowering before a raise",
      [commandBy(dave, setRisk("lower", "low")), commandBy(bob, setRisk("raise", "high"))],
      { raised: "high" },
    ],
    [
      "a lowering after a raise",
      [commandBy(bob, setRisk("raise", "high")), commandBy(dave, setRisk("lower", "low"))],
      { raised: "high", lowered: "low" },
    ],
    ["an emergency", [commandBy(bob, emergency, earlier)], { emergency: "bob" }],
    [
      "an emergency declared twice is the first one's",
      [commandBy(bob, emergency), commandBy(carol, emergency)],
      { emergency: "bob" },
    ],
    ["no emergency once withdrawn", [commandBy(bob, emergency), commandBy(carol, normal)], {}],
    [
      "an emergency declared anew",
      [commandBy(bob, emergency), commandBy(bob, normal), commandBy(carol, emergency)],
      { emergency: "carol" },
    ],
    [
      "overrides, the last first",
      [commandBy(dave, override), commandBy(carol, override)],
      { overrides: ["carol", "dave"] },
    ],
    ["no override of an earlier head", [commandBy(dave, override, earlier)], {}],
    ["nothing by words on approval", [commandBy(bob, approve), commandBy(bob, reject)], {}],
  ])("%s", (_name, commands, expected) => {
    expect(outline(findDeclared(commands, headSha))).toEqual({ ...nothing, ...expected });
  });
});

test("the order in which commands are recorded makes no difference where their times differ", () => {
  const effect = fc.constantFrom(
    hold,
    unhold,
    unholdAll,
    emergency,
    normal,
    override,
    setRisk("raise", "high"),
    setRisk("lower", "low"),
  );
  const command = fc
    .tuple(fc.constantFrom(alice, bob, carol), effect, fc.constantFrom(headSha, earlierSha))
    .map(([by, what, sha]) => commandBy(by, what, { headSha: sha }));
  const shuffled = fc
    .array(command, { maxLength: 8 })
    .chain((commands) =>
      fc.tuple(
        fc.constant(commands),
        fc.shuffledSubarray(commands, { minLength: commands.length }),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([commands, others]) => {
      expect(findDeclared(others, headSha)).toEqual(findDeclared(commands, headSha));
    }),
    { numRuns: 300 },
  );
});
