import { describe, expect, test } from "@jest/globals";
import { findHistoryFacts } from "#core/history/history-facts.ts";
import { RememberedPast } from "#core/history/remembered-past.ts";

const [alice, bob, carol] = [1, 2, 3];
const day = (days: number) => days * 86_400_000;

type Merged = {
  day: number;
  by?: readonly number[];
  repair?: boolean;
  files?: readonly { path: string; movedFrom?: string }[];
};

function pastOf(changes: readonly Merged[]): RememberedPast {
  const past = new RememberedPast();
  for (const { day: days, by = [alice], repair = false, files = [{ path: "a.ts" }] } of changes) {
    past.remember({ atMs: day(days), authors: by, repair }, files);
  }
  return past;
}

/** Alice changes a.ts and b.ts on day 1,000. */
const change = {
  atMs: day(1_000),
  authors: [alice],
  files: [
    { path: "a.ts", pastPath: "a.ts" },
    { path: "b.ts", pastPath: "b.ts" },
    { path: "new.ts", pastPath: null },
  ],
};

function facts(changes: readonly Merged[], overrides: Partial<typeof change> = {}) {
  return findHistoryFacts({ ...change, ...overrides }, pastOf(changes));
}

const nothing = {
  fixesOfHottestFile: 0,
  hottestFile: null,
  otherAuthors: 0,
  mergedChangesOfAuthor: 0,
  familiarFiles: 0,
  existingFiles: 2,
};

test("an empty past says nothing, and new files have none", () => {
  expect(facts([])).toEqual(nothing);
});

describe("fixes of the hottest file", () => {
  const fix = (days: number, path: string) => ({ day: days, repair: true, files: [{ path }] });
  test("count by file, the hottest is named", () => {
    const past = [fix(990, "a.ts"), fix(991, "b.ts"), fix(992, "b.ts"), fix(993, "c.ts")];
    expect(facts(past)).toMatchObject({ fixesOfHottestFile: 2, hottestFile: "b.ts" });
  });
  test("count for 180 days", () => {
    expect(facts([fix(819.9, "a.ts"), fix(820, "a.ts")])).toMatchObject({ fixesOfHottestFile: 1 });
  });
  test("follow a renamed file", () => {
    const moved = { day: 995, files: [{ path: "b.ts", movedFrom: "old.ts" }] };
    expect(facts([fix(990, "old.ts"), moved])).toMatchObject({
      fixesOfHottestFile: 1,
      hottestFile: "b.ts",
    });
  });
  test("of a file that the change itself renames count by its former name", () => {
    const files = [{ path: "docs/a.md", pastPath: "a.ts" }];
    expect(facts([fix(990, "a.ts")], { files })).toMatchObject({
      fixesOfHottestFile: 1,
      hottestFile: "docs/a.md",
    });
  });
});

describe("other authors", () => {
  test("count once each, over all files, without the change's own", () => {
    const files = [{ path: "a.ts" }, { path: "b.ts" }];
    const past = [
      { day: 990, by: [bob], files },
      { day: 991, by: [bob, carol], files: [{ path: "b.ts" }] },
      { day: 992, by: [alice], files },
    ];
    expect(facts(past).otherAuthors).toBe(2);
    expect(facts(past, { authors: [alice, carol] }).otherAuthors).toBe(1);
  });
  test("count for 90 days", () => {
    const past = [
      { day: 909.9, by: [bob] },
      { day: 910, by: [carol] },
    ];
    expect(facts(past).otherAuthors).toBe(1);
  });
});

test("an author's merged changes and files are remembered for ever", () => {
  const past = [{ day: 1 }, { day: 2, files: [{ path: "elsewhere.ts" }] }, { day: 3, by: [bob] }];
  expect(facts(past)).toMatchObject({
    mergedChangesOfAuthor: 2,
    familiarFiles: 1,
    existingFiles: 2,
  });
});
