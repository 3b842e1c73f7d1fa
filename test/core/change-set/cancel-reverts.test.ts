import { expect, test } from "@jest/globals";
import { cancelReverts } from "#core/change-set/cancel-reverts.ts";
import type { SetChange } from "#core/change-set/change-set.ts";
import { titleOf } from "#core/change-set/change-title.ts";
import { mergedPullRequest, rangeCommit } from "../../support/range-commit.ts";

/** A squashed pull request, `title` and perhaps a body. */
function squashed(number: number, message: string): SetChange {
  const [title = "", ...body] = message.split("\n");
  const sha = sha40(number);
  return {
    kind: "pull-request",
    pullRequest: mergedPullRequest(number, sha, { title }),
    commits: [rangeCommit(sha, [], { message: [`${title} (#${number})`, ...body].join("\n") })],
  };
}

const sha40 = (number: number) => `${number}`.padStart(40, "0").split("").reverse().join("");
const pushed = (name: number, message: string): SetChange => ({
  kind: "direct-push",
  commit: rangeCommit(sha40(name), [], { message }),
});

test.each<[string, readonly SetChange[], readonly string[], readonly string[]]>([
  [
    "a pull request by its number",
    [squashed(1, "Add a cache"), squashed(2, 'Revert "Add a cache"\n\nReverts acme/shop#1')],
    [],
    ['Revert "Add a cache" < Add a cache'],
  ],
  [
    "a commit by its SHA",
    [
      pushed(1, "Add a cache"),
      pushed(2, `Revert "Add a cache"\n\nThis reverts commit ${sha40(1)}.`),
    ],
    [],
    ['Revert "Add a cache" < Add a cache'],
  ],
  [
    "a title, the latest that bears it",
    [squashed(1, "Tidy"), squashed(2, "Tidy"), squashed(3, 'Revert "Tidy"')],
    ["Tidy"],
    ['Revert "Tidy" < Tidy'],
  ],
  [
    "a revert of a revert leaves the change in",
    [
      squashed(1, "Add a cache"),
      squashed(2, 'Revert "Add a cache"\n\nReverts #1'),
      squashed(3, 'Revert "Revert "Add a cache""\n\nReverts #2'),
    ],
    ["Add a cache"],
    ['Revert "Revert "Add a cache"" < Revert "Add a cache"'],
  ],
  [
    "a revert of something shipped earlier is news",
    [squashed(2, 'Revert "Add a cache"\n\nReverts #1')],
    ['Revert "Add a cache"'],
    [],
  ],
  [
    "a number that is not here wins over a title that is",
    [squashed(2, "Tidy"), squashed(3, 'Revert "Tidy"\n\nReverts #1')],
    ["Tidy", 'Revert "Tidy"'],
    [],
  ],
  [
    "two at once",
    [squashed(1, "One"), squashed(2, "Two"), squashed(3, "Revert both\n\nReverts #1\nReverts #2")],
    [],
    ["Revert both < One, Two"],
  ],
  [
    "one of two is not here: all are listed",
    [squashed(2, "Two"), squashed(3, "Revert both\n\nReverts #1\nReverts #2")],
    ["Two", "Revert both"],
    [],
  ],
  [
    "a change that mentions a revert on the way cancels nothing",
    [squashed(1, "One"), squashed(2, `Rework\n\nThis reverts commit ${sha40(1)}.`)],
    ["One", "Rework"],
    [],
  ],
  [
    "what comes later is not reverted",
    [squashed(2, 'Revert "Two"'), squashed(3, "Two")],
    ['Revert "Two"', "Two"],
    [],
  ],
])("%s", (_name, changes, kept, cancelled) => {
  const result = cancelReverts(changes);
  expect(result.kept.map(titleOf)).toEqual(kept);
  expect(
    result.cancelled.map(
      ({ reverted, by }) => `${titleOf(by)} < ${reverted.map(titleOf).join(", ")}`,
    ),
  ).toEqual(cancelled);
});
