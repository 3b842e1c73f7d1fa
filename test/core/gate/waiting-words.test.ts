import { expect, test } from "@jest/globals";
import { listWaiting } from "#core/gate/waiting-words.ts";

const waiting = (...missing: readonly string[]) => missing.map((text) => ({ missing: text }));

test.each([
  ["what fits is listed whole, each thing once", waiting("a", "b", "a"), 20, "a; b"],
  ["the last things are counted", waiting("aaaa", "bbbb", "cccc"), 14, "aaaa; 2 more"],
  ["one that is too long is cut, not counted", waiting("a".repeat(30)), 10, "aaaaaaaaa…"],
  ["with others behind it, too", waiting("a".repeat(30), "b"), 14, "aaaaa…; 1 more"],
  ["nothing is nothing", waiting(), 10, ""],
])("%s", (_name, reasons, room, expected) => {
  expect(listWaiting(reasons, room)).toBe(expected);
});
