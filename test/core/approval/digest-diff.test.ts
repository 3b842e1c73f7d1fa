import { describe, expect, test } from "@jest/globals";
import { digestDiff, digestFiles } from "#core/approval/digest-diff.ts";
import type { FileChange } from "#core/change/facts.ts";
import { changeFacts, fileChange } from "../../support/facts.ts";
import { fc } from "../../support/fast-check.ts";

const blobSha = "b10b".padEnd(40, "0");
const otherSha = "b10c".padEnd(40, "0");

/** A modified file with these lines in its hunks; the counts agree with them. */
function modified(lines: readonly string[], overrides: Partial<FileChange> = {}): FileChange {
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  const counts = { additions: count("+"), deletions: count("-") };
  return fileChange("src/pay.ts", { ...counts, patch: lines.join("\n"), blobSha, ...overrides });
}

function withoutPatch({ patch: _, ...file }: FileChange): FileChange {
  return file;
}

function withoutBlob({ blobSha: _, ...file }: FileChange): FileChange {
  return file;
}

const hunk = ["@@ -10,3 +10,3 @@ function pay() {", " a", "-b", "+c", " d"];
const before = modified(hunk);

describe("the diff is the same", () => {
  test.each<[string, readonly FileChange[], readonly FileChange[]]>([
    [
      "when other lines of the file have moved it",
      [before],
      [
        modified(["@@ -90,3 +97,3 @@ function payAll() {", ...hunk.slice(1)], {
          blobSha: otherSha,
        }),
      ],
    ],
    [
      "in whatever order GitHub lists the files",
      [before, modified(hunk, { path: "b.ts" })],
      [modified(hunk, { path: "b.ts" }), before],
    ],
    [
      "when a binary ends as it did",
      [fileChange("logo.png", { additions: 0, blobSha })],
      [fileChange("logo.png", { additions: 0, blobSha })],
    ],
    ["when nothing changes at all", [], []],
  ])("%s", (_name, some, others) => {
    expect(digestFiles(some)).toMatch(/^[0-9a-f]{64}$/);
    expect(digestFiles(others)).toBe(digestFiles(some));
  });
});

describe("the diff is another", () => {
  const renamed = { status: "renamed", previousPath: "old.ts" } as const;
  const submodule = "+Subproject commit 0123456789abcdef0123456789abcdef01234567";
  const bare = (overrides: Partial<FileChange> = {}) => withoutPatch(modified([], overrides));
  test.each<[string, FileChange, FileChange]>([
    ["when a line is", before, modified(["@@ -10,3 +10,3 @@", " a", "-b", "+C", " d"])],
    [
      "when a line is kept that was removed",
      before,
      modified(["@@ -10,2 +10,3 @@", " a", "+c", " d"]),
    ],
    ["when its surroundings are", before, modified(["@@ -10,3 +10,3 @@", " a", "-b", "+c", " e"])],
    [
      "when one hunk has become two",
      modified(["@@ -1,3 +1,5 @@", "+x", " a", " b", " c", "+y"]),
      modified(["@@ -1,1 +1,2 @@", "+x", " a", "@@ -8,2 +9,3 @@", " b", " c", "+y"]),
    ],
    [
      "when hunks have changed their order",
      modified([...hunk, "@@ -20 +20 @@", "-x", "+y"]),
      modified(["@@ -10 +10 @@", "-x", "+y", ...hunk]),
    ],
    ["when an end of line is", before, modified(["@@ -10,3 +10,3 @@", " a", "-b", "+c\r", " d"])],
    [
      "when the last line has lost its end",
      modified(["@@ -1 +1 @@", "-a", "+b"]),
      modified(["@@ -1 +1 @@", "-a", "+b", "\\ No newline at end of file"]),
    ],
    ["when the same hunk is in another file", before, modified(hunk, { path: "src/play.ts" })],
    ["when the file was renamed as well", before, modified(hunk, renamed)],
    [
      "when a file came from elsewhere",
      modified(hunk, renamed),
      modified(hunk, { ...renamed, previousPath: "older.ts" }),
    ],
    ["when a binary is", bare(), bare({ blobSha: otherSha })],
    [
      "when a submodule takes the place of a file that reads the same",
      modified([submodule], { status: "added" }),
      modified([submodule], { status: "added", blobSha: otherSha }),
    ],
    ["when a mode is all that changed", bare(), bare({ status: "changed" })],
    [
      "when a byte is that is no UTF-8",
      modified(["@@ -1 +1 @@", "-a", "+caf\uFFFD"]),
      modified(["@@ -1 +1 @@", "-a", "+caf\uFFFD"], { blobSha: otherSha }),
    ],
    [
      "when what looks like a heading is",
      modified(["@@ -1 +1 @@", "-a", "+@@ -1 +1 @@"]),
      modified(["@@ -1 +1 @@", "-a", "+@@ -2 +2 @@"]),
    ],
  ])("%s", (_name, one, another) => {
    expect(digestFiles([one])).not.toBeNull();
    expect(digestFiles([another])).not.toBeNull();
    expect(digestFiles([another])).not.toBe(digestFiles([one]));
  });
});

describe("the diff is not known whole", () => {
  test.each<[string, FileChange]>([
    ["without a patch and a blob", withoutBlob(withoutPatch(before))],
    ["for a binary without a blob", fileChange("logo.png", { additions: 0 })],
    [
      "for an added file without a blob",
      withoutBlob(modified(["@@ -0,0 +1 @@", "+a"], { status: "added" })),
    ],
    ["with fewer added lines than GitHub counts", withoutBlob(modified(hunk, { additions: 2 }))],
    ["with fewer removed lines than GitHub counts", withoutBlob(modified(hunk, { deletions: 2 }))],
    ["with a byte that is no UTF-8", withoutBlob(modified(["@@ -1 +1 @@", "-a", "+\uFFFD"]))],
  ])("%s", (_name, file) => {
    expect(digestFiles([before, file])).toBeNull();
  });

  test("when GitHub states more files than it lists", () => {
    const facts = changeFacts({ files: [before] });
    const totals = { files: 2, additions: 1, deletions: 1, commits: 1 };
    expect(digestDiff(facts)).toBe(digestFiles([before]));
    expect(digestDiff({ ...facts, totals })).toBeNull();
  });
});

test("neither the order of files nor line numbers matter; every line does", () => {
  const line = fc.tuple(fc.constantFrom("+", "-", " "), fc.string()).map((parts) => parts.join(""));
  const lines = fc.array(
    line.filter((text) => !text.includes("\n")),
    { minLength: 1, maxLength: 6 },
  );
  const file = fc.record({ path: fc.stringMatching(/^[ab]{1,3}$/), lines, at: fc.nat(999) });
  const files = fc.uniqueArray(file, { selector: ({ path }) => path, minLength: 1, maxLength: 4 });
  const asFile = ({ path, lines, at }: { path: string; lines: string[]; at: number }) =>
    modified([`@@ -${at} +${at} @@`, ...lines], { path, blobSha: otherSha });
  fc.assert(
    fc.property(
      files,
      fc.nat(999),
      line.filter((text) => !text.includes("\n")),
      (list, at, added) => {
        const digest = digestFiles(list.map(asFile));
        const moved = list.toReversed().map((one) => asFile({ ...one, at }));
        expect(digestFiles(moved)).toBe(digest);
        const longer = list.map((one, index) =>
          asFile(index === 0 ? { ...one, lines: [...one.lines, added] } : one),
        );
        expect(digestFiles(longer)).not.toBe(digest);
      },
    ),
  );
});
