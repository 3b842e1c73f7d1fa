import { expect, test } from "@jest/globals";
import { LineOwners, unknownOwner } from "#core/history/line-owners.ts";
import type { FileEdit } from "#core/history/past-change.ts";

function edit(overrides: Partial<FileEdit>): FileEdit {
  return {
    path: "a.ts",
    status: "modified",
    kind: "text",
    additions: 0,
    deletions: 0,
    hunks: [],
    ...overrides,
  };
}

/** Change 0 wrote five lines, change 1 replaced the third. */
function twoOwners(): LineOwners {
  const owners = new LineOwners();
  owners.apply(edit({ status: "added", hunks: [0, 0, 1, 5] }), 0);
  owners.apply(edit({ hunks: [3, 1, 3, 1] }), 1);
  return owners;
}

test.each<[string, Partial<FileEdit>, readonly number[]]>([
  ["lines at the top", { hunks: [0, 0, 1, 2] }, [2, 2, 0, 0, 1, 0, 0]],
  ["lines at the end", { hunks: [5, 0, 6, 1] }, [0, 0, 1, 0, 0, 2]],
  ["lines in two places", { hunks: [1, 2, 1, 1, 5, 1, 4, 2] }, [2, 1, 0, 2, 2]],
  ["deleted lines", { hunks: [2, 3, 1, 0] }, [0, 0]],
  ["a mode alone", { status: "changed" }, [0, 0, 1, 0, 0]],
  ["a removed file", { status: "removed", hunks: [1, 5, 0, 0] }, []],
  ["a file that became binary", { kind: "binary" }, []],
])("an edit of %s", (_name, overrides, expected) => {
  const owners = twoOwners();
  owners.apply(edit(overrides), 2);
  expect([...owners.ownersOf("a.ts")]).toEqual(expected);
});

test("a rename takes the owners along, a copy leaves them too", () => {
  const owners = twoOwners();
  owners.apply(edit({ path: "b.ts", previousPath: "a.ts", status: "copied" }), 2);
  owners.apply(
    edit({ path: "c.ts", previousPath: "a.ts", status: "renamed", hunks: [1, 1, 1, 1] }),
    3,
  );
  expect([...owners.ownersOf("a.ts")]).toEqual([]);
  expect([...owners.ownersOf("b.ts")]).toEqual([0, 0, 1, 0, 0]);
  expect([...owners.ownersOf("c.ts")]).toEqual([3, 0, 1, 0, 0]);
});

test("a deletion names whose lines went, each owner once", () => {
  const owners = twoOwners();
  expect([...owners.ownersOfDeleted(edit({ hunks: [1, 2, 0, 0] }))]).toEqual([0]);
  expect([...owners.ownersOfDeleted(edit({ hunks: [1, 5, 0, 0] }))]).toEqual([0, 1]);
  expect([...owners.ownersOfDeleted(edit({ hunks: [3, 0, 4, 9] }))]).toEqual([]);
});

test("lines that came by a binary version have no known owner", () => {
  const owners = new LineOwners();
  const late = edit({ hunks: [4, 1, 4, 1] });
  owners.apply(late, 1);
  expect([...owners.ownersOf("a.ts")]).toEqual([unknownOwner, unknownOwner, unknownOwner, 1]);
  expect([...owners.ownersOfDeleted(edit({ hunks: [2, 3, 2, 0] }))]).toEqual([1]);
});
