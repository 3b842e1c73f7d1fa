import { expect, test } from "@jest/globals";
import { followRenames, type Rename } from "#core/history/follow-renames.ts";

const start = Number.NEGATIVE_INFINITY;
const move = (from: string, to: string, atMs: number): Rename => ({ from, to, atMs });

test.each<[string, readonly Rename[], readonly [path: string, fromMs: number, toMs: number][]]>([
  ["that was never moved", [move("x.ts", "y.ts", 5)], [["a.ts", start, 100]]],
  [
    "that was moved here",
    [move("b.ts", "a.ts", 50)],
    [
      ["a.ts", 50, 100],
      ["b.ts", start, 49],
    ],
  ],
  [
    "that was moved twice",
    [move("c.ts", "b.ts", 20), move("b.ts", "a.ts", 50)],
    [
      ["a.ts", 50, 100],
      ["b.ts", 20, 49],
      ["c.ts", start, 19],
    ],
  ],
  [
    "whose former bearer of the name was moved away",
    [move("a.ts", "b.ts", 50)],
    [["a.ts", 51, 100]],
  ],
  [
    "that was moved away and back",
    [move("a.ts", "b.ts", 20), move("b.ts", "a.ts", 50)],
    [
      ["a.ts", 50, 100],
      ["b.ts", 20, 49],
      ["a.ts", start, 19],
    ],
  ],
  [
    "that changed places with another",
    [move("a.ts", "b.ts", 50), move("b.ts", "a.ts", 50)],
    [
      ["a.ts", 50, 100],
      ["b.ts", start, 49],
    ],
  ],
  ["that is moved later", [move("b.ts", "a.ts", 101)], [["a.ts", start, 100]]],
])("the names of a file %s", (_name, renames, expected) => {
  const spans = expected.map(([path, fromMs, toMs]) => ({ path, fromMs, toMs }));
  expect(followRenames("a.ts", 100, renames)).toEqual(spans);
  expect(followRenames("a.ts", 100, [...renames].reverse())).toEqual(spans);
});

test("a file that is moved without end is followed for a while", () => {
  const renames = Array.from({ length: 100 }, (_, at) => move(`${at}.ts`, `${at + 1}.ts`, at));
  expect(followRenames("100.ts", 200, renames)).toHaveLength(21);
});
