import { commandPolicy } from "../../../support/command-run.ts";
import {
  given,
  merged,
  policies,
  pushedInTheSameSecond,
  pushedSince,
  pushedUnknown,
  sinceThen,
  testCommand,
} from "../../../support/command-table.ts";
import { approve, commandBy, emergency, reject } from "../../../support/commands.ts";
import { alice, bob, commitBy } from "../../../support/facts.ts";
import { carol, codeOwnersFile, dave, reviewBy } from "../../../support/observed-change.ts";

testCommand("approve", [
  ["whom a requirement names", bob, "/approve", "approve | null | false"],
  ["with a note", bob, "/approve tested", "approve | tested | false"],
  ["on a draft", bob, "/approve", "approve | null | false", { draft: true }],
  ["after the merge", bob, "/approve", "approve | null | false", merged],
  [
    "whom none names",
    dave,
    "/approve",
    "`/approve` was not done. No open requirement names you.\n\n**This change waits for 1 approval from `@acme/sre` (reliability).** Any member of `@acme/sre` who did not author, commit or push this change can give it.",
  ],
  ["the author", alice, "/approve", "…You opened this change: somebody else has to approve."],
  [
    "a committer",
    bob,
    "/approve",
    "…You wrote commit `ccccccc`: somebody else has to approve.",
    { facts: { commits: [commitBy(bob)] } },
  ],
  [
    "the declarer of the emergency",
    bob,
    "/approve",
    "…You declared the emergency: somebody else has to approve.",
    given(commandBy(bob, emergency)),
  ],
  [
    "a duty that the policy allows",
    alice,
    "/approve",
    "approve | null | true",
    policies({ ...commandPolicy, approvers: { mayNotBe: [] } }),
  ],
  ["a head pushed since", bob, "/approve", sinceThen, pushedSince],
  ["a head pushed in the same second", bob, "/approve", sinceThen, pushedInTheSameSecond],
  ["a head pushed nobody knows when", bob, "/approve", "…Approve with a review", pushedUnknown],
  [
    "who approved already",
    bob,
    "/approve",
    "`/approve` was not done. Your approval of the head commit counts already.",
    given(commandBy(bob, approve)),
  ],
  [
    "nothing missing",
    carol,
    "/approve",
    "`/approve` was not done. No approval is missing.",
    { reviews: [reviewBy(bob)] },
  ],
  [
    "a change-manager lifts a rejection",
    carol,
    "/approve",
    "approve | null | true",
    given(commandBy(bob, reject)),
  ],
  [
    "who rejected lifts it",
    dave,
    "/approve",
    "approve | null | false",
    given(commandBy(dave, reject)),
  ],
  [
    "another does not lift it",
    dave,
    "/approve",
    "…No open requirement names you.",
    given(commandBy(bob, reject)),
  ],
  [
    "a change-manager who wrote the change lifts no rejection",
    alice,
    "/approve",
    "…You opened this change",
    given(commandBy(bob, reject)),
  ],
  [
    "an owner of a file",
    dave,
    "/approve",
    "approve | null | false",
    {
      ...policies({ approvals: { low: [{ from: ["code-owners"] }] } }),
      codeOwners: codeOwnersFile("src/ @dave"),
    },
  ],
  [
    "an owner of another file",
    carol,
    "/approve",
    "…No open requirement names you.",
    {
      ...policies({ approvals: { low: [{ from: ["code-owners"] }] } }),
      codeOwners: codeOwnersFile("src/ @dave\ndocs/ @carol"),
    },
  ],
  [
    "whom only a policy that observes names",
    dave,
    "/approve",
    "…No open requirement names you.",
    policies(
      { mode: "observe", approvals: { low: [{ from: ["@dave"] }] } },
      { approvals: { low: [{ from: ["@bob"] }] } },
    ),
  ],
]);
