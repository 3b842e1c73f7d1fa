import { expect, test } from "@jest/globals";
import { findLastKnown, nameRemoval } from "#core/unauthorised/find-removed-rule.ts";

const never = { seenAtMs: null, missedAtMs: null };

test.each<[string, Parameters<typeof findLastKnown>, number | null]>([
  ["never was, as far as is known", [never, [], 100], null],
  ["was seen", [{ ...never, seenAtMs: 200 }, [], 100], 200],
  [
    "was seen at the very moment of the watch's beginning",
    [{ ...never, seenAtMs: 100 }, [], 100],
    100,
  ],
  ["had a job wait for it", [never, [150, 300, 200], 100], 300],
  ["was seen, and then had a job wait for it", [{ ...never, seenAtMs: 200 }, [300], 100], 300],
  ["was seen before anybody watched", [{ ...never, seenAtMs: 50 }, [60], 100], null],
  ["was found missing since", [{ seenAtMs: 200, missedAtMs: 400 }, [300], 100], null],
  ["was seen again after it was missing", [{ seenAtMs: 500, missedAtMs: 400 }, [300], 100], 500],
  [
    "had a job wait for it after it was missing",
    [{ seenAtMs: 200, missedAtMs: 400 }, [450], 100],
    450,
  ],
])("the rule was known to be there last: it %s", (_name, question, expected) => {
  expect(findLastKnown(...question)).toBe(expected);
});

test("a removal is found again by its environment and time, whatever the environment is called", () => {
  expect(nameRemoval("eu/prod -->", 0)).toBe("rule@eu/prod %2D-%3E@1970-01-01T00:00:00.000Z");
});
