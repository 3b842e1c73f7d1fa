import { describe, expect, test } from "@jest/globals";
import { findStandings } from "#core/approval/standings.ts";
import type { Review } from "#core/change/observed-change.ts";
import type { GivenCommand } from "#core/command/given-command.ts";
import {
  approve,
  approveAsManager,
  commandBy,
  hold,
  override,
  recordedCommands,
  reject,
  unapprove,
} from "../../support/commands.ts";
import { alice, bob } from "../../support/facts.ts";
import {
  carol,
  dave,
  earlierSha,
  observedChange,
  reviewBy,
} from "../../support/observed-change.ts";

/** Who stands where: "bob approved by command". */
function standings(reviews: readonly Review[], commands: readonly GivenCommand[]): string[] {
  const observed = observedChange({ reviews, recorded: recordedCommands(commands) });
  return findStandings(observed).map(
    ({ account, state, means }) => `${account.login} ${state} by ${means}`,
  );
}

const atMs = Date.parse("2026-11-20T10:00:00Z");
const later = atMs + 1_000;
const changesRequested = { state: "changes-requested", submittedAtMs: later } as const;

describe("where people stand after reviews and commands", () => {
  test.each<[string, readonly Review[], readonly GivenCommand[], readonly string[]]>([
    ["an approval by command", [], [commandBy(bob, approve)], ["bob approved by command"]],
    ["words on other things say nothing", [], [commandBy(bob, hold)], []],
    [
      "taken back",
      [],
      [commandBy(bob, approve), commandBy(bob, unapprove)],
      ["bob unapproved by command"],
    ],
    [
      "an approving review taken back by command",
      [reviewBy(bob)],
      [commandBy(bob, unapprove)],
      ["bob unapproved by command"],
    ],
    [
      "a later review that asks for changes cancels an approval by command",
      [reviewBy(bob, changesRequested)],
      [commandBy(bob, approve, { atMs })],
      ["bob changes-requested by review"],
    ],
    [
      "a later command approves after all",
      [reviewBy(bob, { ...changesRequested, submittedAtMs: atMs })],
      [commandBy(bob, approve, { atMs: later })],
      ["bob approved by command"],
    ],
    [
      "dismissing a later review does not revive the approval by command",
      [reviewBy(bob, { state: "dismissed", submittedAtMs: later })],
      [commandBy(bob, approve, { atMs })],
      ["bob dismissed by review"],
    ],
    [
      "of two reviews of one moment the later in GitHub's order holds, whichever is the stricter",
      [
        reviewBy(bob, { ...changesRequested, submittedAtMs: atMs }),
        reviewBy(bob, { submittedAtMs: atMs }),
        reviewBy(carol, { submittedAtMs: atMs }),
        reviewBy(carol, { ...changesRequested, submittedAtMs: atMs }),
      ],
      [],
      ["bob approved by review", "carol changes-requested by review"],
    ],
    [
      "of a review and a command of one moment the stricter holds",
      [
        reviewBy(bob, { submittedAtMs: atMs }),
        reviewBy(carol, { ...changesRequested, submittedAtMs: atMs }),
      ],
      [commandBy(bob, reject, { atMs }), commandBy(carol, approve, { atMs })],
      ["bob rejected by command", "carol changes-requested by review"],
    ],
    [
      "of the commands of one comment the last holds",
      [],
      [
        commandBy(bob, unapprove, { atMs }),
        commandBy(bob, approve, { atMs }),
        commandBy(carol, approve, { atMs }),
        commandBy(carol, override, { atMs }),
        commandBy(dave, reject, { atMs }),
        commandBy(dave, unapprove, { atMs }),
      ],
      ["bob approved by command", "carol approved by command", "dave rejected by command"],
    ],
    [
      "several people's words stand side by side",
      [reviewBy(carol)],
      [commandBy(bob, approve), commandBy(alice, reject)],
      ["alice rejected by command", "bob approved by command", "carol approved by review"],
    ],
  ])("%s", (_name, reviews, commands, expected) => {
    expect(standings(reviews, commands)).toEqual(expected);
  });
});

describe("a rejection", () => {
  const rejected = commandBy(bob, reject, { atMs });
  test.each<[string, readonly Review[], readonly GivenCommand[], string]>([
    ["stands", [], [], "bob rejected by command"],
    [
      "is not taken back as an approval is",
      [],
      [commandBy(bob, unapprove, { atMs: later })],
      "bob rejected by command",
    ],
    [
      "outlasts a review that asks for changes",
      [reviewBy(bob, changesRequested)],
      [],
      "bob rejected by command",
    ],
    [
      "outlasts an approving review that was dismissed",
      [reviewBy(bob, { state: "dismissed", submittedAtMs: later })],
      [],
      "bob rejected by command",
    ],
    [
      "ends when the same person approves",
      [],
      [commandBy(bob, approve, { atMs: later })],
      "bob approved by command",
    ],
    [
      "ends with an approving review",
      [reviewBy(bob, { submittedAtMs: later })],
      [],
      "bob approved by review",
    ],
    [
      "stays ended after a push",
      [reviewBy(bob, { submittedAtMs: later, commitSha: earlierSha })],
      [],
      "bob approved by review",
    ],
    [
      "is lifted by a change-manager's approval, and is no approval then",
      [reviewBy(bob)],
      [commandBy(dave, approveAsManager, { atMs: later })],
      "bob rejection-lifted by command",
    ],
    [
      "is lifted by an override",
      [],
      [commandBy(dave, override, { atMs: later })],
      "bob rejection-lifted by command",
    ],
    [
      "is not lifted by the author's override",
      [],
      [commandBy(alice, override, { atMs: later })],
      "bob rejected by command",
    ],
    [
      "is not lifted by an override of the same moment",
      [],
      [commandBy(dave, override, { atMs })],
      "bob rejected by command",
    ],
    [
      "is not lifted by another's approval",
      [],
      [commandBy(dave, approve, { atMs: later })],
      "bob rejected by command",
    ],
    [
      "is not lifted by an approval before it",
      [],
      [commandBy(dave, approveAsManager, { atMs: atMs - 1 })],
      "bob rejected by command",
    ],
    [
      "is not lifted by the author, change-manager or not",
      [],
      [commandBy(alice, approveAsManager, { atMs: later })],
      "bob rejected by command",
    ],
    [
      "stands anew when given again",
      [],
      [
        commandBy(dave, approveAsManager, { atMs: later }),
        commandBy(bob, reject, { atMs: later + 1 }),
      ],
      "bob rejected by command",
    ],
  ])("%s", (_name, reviews, commands, expected) => {
    expect(standings(reviews, [rejected, ...commands])).toContain(expected);
  });
});
