import { describe, expect, test } from "@jest/globals";
import type { GivenCommand } from "#core/command/given-command.ts";
import { approve, commandBy, emergency, hold, normal, override } from "../../support/commands.ts";
import {
  approvals,
  decide,
  docs,
  given,
  onEmergency,
  outcomeOf,
  roles,
  type Situation,
  shop,
} from "../../support/decided-change.ts";
import { alice, bob } from "../../support/facts.ts";
import { carol, dave, earlierSha } from "../../support/observed-change.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

const waiting = "normal, medium: waiting, approvals";
const approved = "normal, medium: approved";

describe("an emergency", () => {
  const declared = commandBy(bob, emergency);
  const org = (file: Parameters<typeof policySource>[0]) => [
    policySource(file, "organisation"),
    policySource(shop),
  ];
  const waits = "emergency, medium: waiting, approvals";
  test.each<[string, Situation, string]>([
    ["waits for those who approve emergencies", given(declared), waits],
    [
      "is approved by them",
      given(declared, commandBy(carol, approve)),
      "emergency, medium: approved",
    ],
    ["is not approved by others", given(declared, commandBy(dave, approve)), waits],
    ["is not approved by its declarer", given(declared, commandBy(bob, approve)), waits],
    ["is not approved by its author", given(declared, commandBy(alice, approve)), waits],
    [
      "outlasts a push, its approvals do not",
      given(
        { ...declared, headSha: earlierSha },
        commandBy(carol, approve, { headSha: earlierSha }),
      ),
      waits,
    ],
    ["is none once withdrawn", given(declared, commandBy(bob, normal)), waiting],
    [
      "is none where its declarer may not declare one",
      given({ ...declared, by: { ...bob, login: "zoe" } }),
      waiting,
    ],
    [
      "is none where no policy knows emergencies",
      { ...given(declared), policies: [policySource({ approvals })] },
      waiting,
    ],
    [
      "needs two people though its declarer alone is named",
      {
        ...given(declared, commandBy(bob, approve)),
        policies: [
          policySource({
            ...shop,
            emergency: { declare: ["@bob"], approvals: [{ from: ["@bob"] }] },
          }),
        ],
      },
      "emergency, medium: waiting, obstacle",
    ],
    [
      "is approved by nobody where a policy asks nothing else",
      { ...given(declared), policies: [policySource({ roles, emergency: onEmergency })] },
      waits,
    ],
    [
      "leaves what a policy without emergencies asks",
      {
        ...given(declared, commandBy(carol, approve)),
        policies: org({ approvals: { medium: [{ from: ["@dave"] }] } }),
      },
      waits,
    ],
    [
      "is one only to the policies that let its declarer declare it",
      {
        ...given(declared, commandBy(carol, approve)),
        policies: org({
          approvals: { medium: [{ from: ["@dave"] }] },
          emergency: { ...onEmergency, declare: ["@dave"] },
        }),
      },
      waits,
    ],
    [
      "comes before a standard change",
      {
        ...given(declared),
        facts: docs,
        policies: [
          policySource({ ...shop, standard: [{ name: "docs", when: { onlyFiles: ["docs/**"] } }] }),
        ],
      },
      "emergency, low: waiting, approvals",
    ],
    [
      "passes a freeze that allows it",
      {
        ...given(declared, commandBy(carol, approve)),
        policies: [
          policySource({
            ...shop,
            freezes: [
              {
                name: "day",
                from: "2026-11-20T08:00",
                to: "2026-11-20T18:00",
                allow: { types: ["emergency"] },
              },
            ],
          }),
        ],
      },
      "emergency, medium: approved",
    ],
  ])("%s", (_name, situation, expected) => {
    expect(outcomeOf(situation)).toBe(expected);
  });

  test("owes in its review what is asked on top, unless it is given", () => {
    const also = [{ name: "DBA", when: { files: ["src/**"] }, require: [{ from: ["@dave"] }] }];
    const policies = [policySource({ ...shop, approvals: { ...approvals, also } })];
    const owed = (...commands: readonly GivenCommand[]) =>
      decide({ ...given(declared, ...commands), policies }).owedInReview.map(
        ({ missing }) => missing,
      );
    expect(owed()).toEqual(["1 approval from @dave (DBA)"]);
    expect(owed(commandBy(dave, approve))).toEqual([]);
    expect(decide({ policies }).owedInReview).toEqual([]);
  });
});

describe("an override", () => {
  const given1 = commandBy(dave, override);
  const freezes = [{ name: "day", from: "2026-11-20T08:00", to: "2026-11-20T18:00" }];
  test.each<[string, Situation, string]>([
    ["stands for every approval", given(given1), approved],
    ["ends with a push", given({ ...given1, headSha: earlierSha }), waiting],
    ["is not the author's to give", given({ ...given1, by: alice }), waiting],
    [
      "is not the author's to give, whatever duties approvers may have",
      {
        ...given({ ...given1, by: alice }),
        policies: [policySource({ ...shop, approvers: { mayNotBe: [] } })],
      },
      waiting,
    ],
    ["is not the last pusher's to give", { ...given(given1), lastPusher: dave }, waiting],
    ["takes a change-manager of now", given({ ...given1, by: carol }), waiting],
    [
      "takes a change-manager under each policy, those that only observe too",
      {
        ...given(given1),
        policies: [
          policySource({ mode: "observe", roles: { "change-manager": ["@bob"] } }, "organisation"),
          policySource(shop),
        ],
      },
      waiting,
    ],
    ["lifts no hold", given(given1, commandBy(carol, hold)), "normal, medium: waiting, hold"],
    [
      "lifts no freeze",
      { ...given(given1), policies: [policySource({ ...shop, freezes })] },
      "normal, medium: waiting, freeze",
    ],
    [
      "mends no policy",
      { ...given(given1), policies: [policySource(shop, "organisation"), invalidPolicySource([])] },
      "normal, critical: invalid, invalid-policy",
    ],
  ])("%s", (_name, situation, expected) => {
    expect(outcomeOf(situation)).toBe(expected);
  });

  test("is part of the decision", () => {
    const { override: found } = decide(given(given1));
    expect(found).toEqual({ by: dave, atMs: given1.atMs, reason: "the shop is down" });
    expect(decide(given({ ...given1, by: carol })).override).toBeNull();
  });
});
