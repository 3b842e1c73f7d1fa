import { describe, expect, test } from "@jest/globals";
import { clipped, counted, formatDuration, listed } from "#core/text/words.ts";

describe("lists", () => {
  test.each([
    ["none", listed([]), ""],
    ["one", listed(["a"]), "a"],
    ["two", listed(["a", "b"]), "a and b"],
    ["three with or", listed(["a", "b", "c"], { word: "or" }), "a, b or c"],
    ["as many as the limit", listed(["a", "b"], { limit: 2 }), "a and b"],
    ["more than the limit", listed(["a", "b", "c"], { limit: 1 }), "a and 2 more"],
  ])("%s", (_name, text, expected) => {
    expect(text).toBe(expected);
  });
});

describe("numbers and their nouns", () => {
  test.each([
    [counted(0, "file"), "0 files"],
    [counted(1, "file"), "1 file"],
    [counted(3412, "file"), "3,412 files"],
    [counted(2, "entry", "entries"), "2 entries"],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });
});

test("a cut text ends in an ellipsis and with a whole character", () => {
  expect(clipped("abc", 3)).toBe("abc");
  expect(clipped("abcd", 3)).toBe("ab…");
  expect(clipped("a😀😀", 3)).toBe("a…");
});

describe("durations", () => {
  test.each([
    ["a whole day", 86_400_000, "1d"],
    ["hours", 7_200_000, "2h"],
    ["minutes that are no whole hours", 5_400_000, "90m"],
    ["seconds", 45_000, "45s"],
  ])("%s", (_name, durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });
});
