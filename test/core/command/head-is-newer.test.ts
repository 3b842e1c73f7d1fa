import { expect, test } from "@jest/globals";
import { type HeadArrival, headMayBeNewer } from "#core/command/head-is-newer.ts";

const command = { givenAtMs: 10_000, receivedAtMs: 50_000 };
const pushed = (arrivedAtMs: number, receivedAtMs = 40_000): HeadArrival => ({
  cause: "pushed",
  arrivedAtMs,
  receivedAtMs,
});

test.each<[string, HeadArrival | null, boolean]>([
  ["a push before the comment", pushed(9_000), false],
  ["a push before the comment that is told late", pushed(9_000, 60_000), false],
  ["a push after the comment", pushed(11_000), true],
  ["a push in the same second that was told before the comment", pushed(10_000), false],
  ["a push in the same second that was told after it", pushed(10_000, 60_000), true],
  ["a push in the same second that was told at the same time", pushed(10_000, 50_000), true],
  [
    "the commit with which the pull request was opened in that second, told late",
    { cause: "opened", arrivedAtMs: 10_000, receivedAtMs: 60_000 },
    false,
  ],
  ["nobody knows when", null, true],
])("%s", (_name, head, expected) => {
  expect(headMayBeNewer(command, head)).toBe(expected);
});
