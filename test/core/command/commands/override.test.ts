import { commandPolicy } from "../../../support/command-run.ts";
import {
  given,
  merged,
  policies,
  pushedSince,
  pushedUnknown,
  sinceThen,
  testCommand,
  unknownPush,
} from "../../../support/command-table.ts";
import { commandBy, hold, override, reject } from "../../../support/commands.ts";
import { alice, bob, commitBy } from "../../../support/facts.ts";
import { carol, dave, reviewBy } from "../../../support/observed-change.ts";

testCommand("override", [
  ["a change-manager", carol, "/override agreed", "override | agreed"],
  ["after the merge", carol, "/override agreed", "override | agreed", merged],
  ["no reason", carol, "/override", "…A reason is missing."],
  [
    "another",
    bob,
    "/override agreed",
    "`/override` was not done. It takes a change-manager: any member of `@acme/cab`.",
  ],
  [
    "the author",
    alice,
    "/override agreed",
    "…You opened this change: somebody else has to do this.",
  ],
  [
    "the author, whatever duties the policy allows",
    alice,
    "/override agreed",
    "…You opened this change",
    policies({ ...commandPolicy, approvers: { mayNotBe: [] } }),
  ],
  [
    "a committer",
    carol,
    "/override agreed",
    "…You wrote commit `ccccccc`",
    { facts: { commits: [commitBy(carol)] } },
  ],
  ["who pushed last", carol, "/override agreed", "…You pushed last", { lastPusher: carol }],
  ["a head pushed since", carol, "/override agreed", sinceThen, pushedSince],
  ["a head pushed nobody knows when", carol, "/override agreed", unknownPush, pushedUnknown],
  [
    "a change-manager of one policy only",
    carol,
    "/override agreed",
    "…whoever is each of these: any member of `@acme/cab` (organisation's policy); anyone with admin access (repository's policy).",
    policies(commandPolicy, {}),
  ],
  [
    "what is approved",
    carol,
    "/override agreed",
    "`/override` was not done. No approval is missing, and an override stands for nothing else.",
    { reviews: [reviewBy(bob)] },
  ],
  [
    "what only a hold keeps waiting",
    carol,
    "/override agreed",
    "…No approval is missing",
    { reviews: [reviewBy(bob)], ...given(commandBy(bob, hold)) },
  ],
  [
    "a rejection",
    carol,
    "/override agreed",
    "override | agreed",
    { reviews: [reviewBy(bob)], ...given(commandBy(dave, reject)) },
  ],
  [
    "what is overridden already",
    carol,
    "/override agreed",
    "…No approval is missing",
    given(commandBy(carol, override)),
  ],
]);
