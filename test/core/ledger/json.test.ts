import { describe, expect, test } from "@jest/globals";
import { jsonProblem } from "#core/ledger/json.ts";
import { fc } from "../../support/fast-check.ts";

const containsItself: Record<string, unknown> = {};
containsItself.self = containsItself;

describe("what JSON can't hold is named with its place", () => {
  test.each([
    ["undefined", undefined, "data is undefined, which JSON does not have"],
    ["an undefined member", { a: undefined }, "data.a is undefined, which JSON does not have"],
    ["a hole in a list", { a: new Array(1) }, "data.a[0] is undefined, which JSON does not have"],
    ["no number", { score: Number.NaN }, "data.score is NaN, which JSON does not have"],
    ["infinity", [Number.POSITIVE_INFINITY], "data[0] is Infinity, which JSON does not have"],
    ["a function", { f() {} }, "data.f is a function, which JSON does not have"],
    ["a symbol", Symbol("s"), "data is a symbol, which JSON does not have"],
    ["a big integer", 1n, "data is a bigint, which JSON does not have"],
    [
      "a date",
      { at: new Date(0) },
      "data.at is a Date (write its toISOString()), which JSON does not have",
    ],
    ["a map", { m: new Map() }, "data.m is a Map, which JSON does not have"],
    ["half a character", "🙂".slice(0, 1), "data was cut in the middle of a character"],
    [
      "half a character in a key",
      { a: { ["🙂".slice(1)]: 1 } },
      "a key of data.a was cut in the middle of a character",
    ],
  ])("%s", (_name, value, problem) => {
    expect(jsonProblem(value, "data")).toBe(problem);
  });

  test("a value that contains itself", () => {
    expect(jsonProblem(containsItself, "data")).toContain("contains itself");
  });

  test("nothing, of what JSON holds", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(jsonProblem(value, "data")).toBeNull();
      }),
    );
  });
});
