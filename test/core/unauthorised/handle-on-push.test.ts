import { expect, test } from "@jest/globals";
import type { Account } from "#core/change/facts.ts";
import type { CommandState } from "#core/command/run-command.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import { handleOnPush, questionsOnPush } from "#core/unauthorised/handle-on-push.ts";
import { commandEligibility } from "../../support/command-run.ts";
import { alice, bob } from "../../support/facts.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";
import { unauthorisedPush } from "../../support/unauthorised.ts";

const carol: Account = { id: 3, login: "carol", kind: "user" };
const dave: Account = { id: 4, login: "dave", kind: "user" };
const erin: Account = { id: 5, login: "erin", kind: "user" };
const managed = policySource({ roles: { "change-manager": ["@acme/cab"] } });

type Row = {
  readonly name: string;
  readonly by?: Account;
  readonly says?: string;
  readonly state?: CommandState;
  readonly policies?: readonly PolicySource[];
  /** What came of it: `done`, `refused` with what the reply says, or nothing. */
  readonly comes: string | null;
};

const rows: readonly Row[] = [
  { name: "by a change-manager", comes: "done: You answer for the 1 commit" },
  { name: "by who wrote a part", by: alice, comes: "refused: You pushed or wrote a part of it" },
  {
    name: "by who pushed it",
    by: bob,
    policies: [policySource({ roles: { "change-manager": ["@acme/sre"] } })],
    comes: "refused: You pushed or wrote a part of it",
  },
  { name: "by somebody else", by: dave, comes: "refused: It takes a change-manager" },
  { name: "by an outsider: nothing is said", by: erin, comes: "refused" },
  { name: "without a reason", says: "/override", comes: "refused: A reason is missing" },
  { name: "another command", says: "/approve", comes: "refused: Here only `/override <reason>`" },
  { name: "another bot's command", says: "/deploy now", comes: null },
  { name: "a sentence", says: "Do not /override this", comes: null },
  { name: "edited", state: "edited", comes: "refused: The comment was edited" },
  { name: "gone: nobody is there to hear", state: "gone", comes: null },
  { name: "without a policy", policies: [], comes: "refused: Who may do that is not known" },
  {
    name: "while a policy can't be used",
    policies: [managed, invalidPolicySource([])],
    comes: "refused: Who may do that is not known",
  },
  {
    name: "by a change-manager of one of two policies",
    policies: [
      managed,
      policySource({ roles: { "change-manager": ["@acme/qa"] } }, "organisation"),
    ],
    comes: "refused: It takes",
  },
  {
    name: "a policy that only observes has no say beside one that enforces",
    policies: [managed, policySource({ mode: "observe" }, "organisation")],
    comes: "done: You answer",
  },
  {
    name: "with a prefix",
    says: "/sluice override agreed",
    policies: [
      policySource({
        roles: { "change-manager": ["@acme/cab"] },
        commands: { prefix: "sluice" },
      }),
    ],
    comes: "done: You answer",
  },
];

test.each(rows)("an override on the issue about a push, $name", (row) => {
  const { by = carol, says = "/override agreed", state = "intact", policies = [managed] } = row;
  const source = { kind: "comment", id: "1", nodeId: "IC_1", body: says, createdAtMs: 0 } as const;
  const name = { kind: "comment", id: "1" } as const;
  const repository = { owner: "acme", name: "shop" };
  const command = {
    ...{ repository, number: 7, giver: by, source, name },
    ...{ givenAtMs: 0, receivedAtMs: 0 },
  };
  const push = unauthorisedPush();
  const context = { push, state, policies, eligibility: commandEligibility };
  const { answer, results } = handleOnPush(command, context);
  const told = answer === null ? null : [answer.reaction, answer.reply ?? ""].join(": ");
  if (row.comes === null) expect(told).toBeNull();
  else for (const part of row.comes.split(": ")) expect(told).toContain(part);
  const effects = results.flatMap(({ effect }) => effect ?? []);
  expect(effects).toEqual(
    row.comes?.startsWith("done") ? [{ kind: "override", reason: "agreed" }] : [],
  );
});

test("rights are asked of each giver, by each policy that decides", () => {
  expect(questionsOnPush([bob], [managed])).toEqual({
    permissions: ["bob"],
    teams: [{ organization: "acme", slug: "cab", login: "bob" }],
  });
});
