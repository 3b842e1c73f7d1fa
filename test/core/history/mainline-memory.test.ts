import { describe, expect, test } from "@jest/globals";
import { MainlineMemory } from "#core/history/mainline-memory.ts";
import type { PastChange } from "#core/history/past-change.ts";
import { bob, commitBy } from "../../support/facts.ts";
import { edit, pastChange } from "../../support/past-change.ts";

function memoryOf(changes: readonly PastChange[], ignore: readonly string[] = []): MainlineMemory {
  const memory = new MainlineMemory(ignore);
  for (const change of changes) memory.remember(change);
  return memory;
}

function hotfixedBy(changes: readonly PastChange[], ignore?: readonly string[]) {
  const named = memoryOf(changes, ignore).aftermath().hotfixedBy;
  return Object.fromEntries([...named].map(([index, { title }]) => [index, title]));
}

const write = (path = "src/app.ts") => edit({ path, status: "added", hunks: [0, 0, 1, 10] });
const replaceThird = (path = "src/app.ts") => edit({ path, hunks: [3, 1, 3, 1] });

describe("a change is hot-fixed when a fix replaces its lines", () => {
  test("whoever owns them, and nobody else", () => {
    const changes = [
      pastChange(0, { files: [write()] }),
      pastChange(1, { files: [edit({ hunks: [0, 0, 1, 4] })] }),
      pastChange(2, { files: [edit({ hunks: [14, 0, 15, 2] })] }),
      // Lines 2 and 3 are of change 1; line 5, once line 1 of change 0, comes after its four.
      pastChange(3, { title: "Fix it", files: [edit({ hunks: [2, 2, 2, 1, 5, 1, 4, 1] })] }),
    ];
    expect(hotfixedBy(changes)).toEqual({ 0: "Fix it", 1: "Fix it" });
  });

  test("by the first fix, in a file that was renamed meanwhile", () => {
    const renamed = edit({ path: "src/new.ts", previousPath: "src/app.ts", status: "renamed" });
    const changes = [
      pastChange(0, { files: [write()] }),
      pastChange(1, { files: [renamed] }),
      pastChange(2, { title: "Fix one", files: [replaceThird("src/new.ts")] }),
      pastChange(3, {
        title: "Fix two",
        files: [edit({ path: "src/new.ts", hunks: [1, 1, 1, 1] })],
      }),
    ];
    expect(hotfixedBy(changes)).toEqual({ 0: "Fix one" });
  });

  test("by a fix that moves the file into docs: one of its names is source", () => {
    const hidden = edit({
      path: "docs/app.md",
      previousPath: "src/app.ts",
      status: "renamed",
      hunks: [3, 1, 3, 1],
    });
    const changes = [
      pastChange(0, { files: [write()] }),
      pastChange(1, { title: "fix: it", files: [hidden] }),
    ];
    expect(hotfixedBy(changes)).toEqual({ 0: "fix: it" });
  });

  const wrote = pastChange(0, { files: [write()] });
  test.each<[string, readonly PastChange[], readonly string[]]>([
    ["a change that fixes nothing", [wrote, pastChange(1, { files: [replaceThird()] })], []],
    [
      "a fix after 14 days",
      [wrote, pastChange(1, { title: "Fix", day: 14.1, files: [replaceThird()] })],
      [],
    ],
    [
      "a fix that only adds",
      [wrote, pastChange(1, { title: "Fix", files: [edit({ hunks: [3, 0, 4, 2] })] })],
      [],
    ],
    [
      "a fix of its own lines",
      [
        pastChange(0, { title: "Fix", files: [write()] }),
        pastChange(1, { files: [edit({ path: "src/other.ts", status: "added" })] }),
      ],
      [],
    ],
    [
      "a fix of documentation",
      [
        pastChange(0, { files: [write("docs/a.md")] }),
        pastChange(1, { title: "Fix", files: [replaceThird("docs/a.md")] }),
      ],
      [],
    ],
    [
      "a fix of a file that the policy ignores",
      [wrote, pastChange(1, { title: "Fix", files: [replaceThird()] })],
      ["src/**"],
    ],
    ["a revert", [wrote, pastChange(1, { title: "Revert the fix", files: [replaceThird()] })], []],
  ])("not by %s", (_name, changes, ignore) => {
    expect(hotfixedBy(changes, ignore)).toEqual({});
  });

  test("the 14th day counts", () => {
    const fix = pastChange(1, { title: "Fix", day: 14, files: [replaceThird()] });
    expect(hotfixedBy([wrote, fix])).toEqual({ 0: "Fix" });
  });
});

test("a reverted change is named with the change that reverted it", () => {
  const memory = memoryOf([
    pastChange(0, { title: "Add a cache", number: 7 }),
    pastChange(1, { title: 'Revert "Add a cache"', number: 8 }),
  ]);
  const { revertedBy } = memory.aftermath();
  expect([...revertedBy]).toMatchObject([[0, { number: 8, title: 'Revert "Add a cache"' }]]);
});

test("facts are those of the moment before the change", () => {
  const byBob = { author: bob, commits: [commitBy(bob)] };
  const memory = memoryOf([
    pastChange(0, { files: [write(), write("docs/a.md")], facts: byBob }),
    pastChange(1, { title: "Fix it", files: [replaceThird()], facts: byBob }),
  ]);
  const change = pastChange(2, {
    files: [replaceThird(), replaceThird("docs/a.md"), write("src/new.ts")],
  });
  expect(memory.factsOf(change).history).toEqual({
    fixesOfHottestFile: 1,
    hottestFile: "src/app.ts",
    otherAuthors: 1,
    mergedChangesOfAuthor: 0,
    familiarFiles: 0,
    existingFiles: 1,
  });
  expect(memory.length).toBe(2);
});
