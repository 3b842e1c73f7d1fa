import { describe, expect, test } from "@jest/globals";
import { PatchParser } from "#history/patch-parser.ts";
import { fc } from "../support/fast-check.ts";

const sha = (digit: string) => digit.repeat(40);

const output = Buffer.from(
  [
    `\0${sha("a")}`,
    "",
    "diff --git a/package.json b/package.json",
    "index 1111111..2222222 100644",
    "--- a/package.json",
    "+++ b/package.json",
    "@@ -2 +2,2 @@ context",
    "-one",
    "\\ No newline at end of file",
    "+two",
    "+diff --git a/x b/x",
    "\\ No newline at end of file",
    "@@ -9,2 +9,0 @@",
    "-\0not a commit",
    "-@@ -1 +1 @@",
    "diff --git a/run.sh b/run.sh",
    "old mode 100644",
    "new mode 100755",
    `\0${sha("b")}`,
    `\0${sha("c")}`,
    "",
    'diff --git "a/t\\303\\244\\t.ts" "b/t\\303\\244\\t.ts"',
    "deleted file mode 100644",
    "index 1111111..0000000",
    "Binary files a/x and /dev/null differ",
    "",
  ].join("\n"),
);

function parse(chunks: readonly Buffer[]) {
  const parser = new PatchParser();
  const commits = chunks.flatMap((chunk) => parser.push(chunk));
  return [...commits, ...parser.finish()];
}

describe("git's patch output", () => {
  test("is read commit by commit", () => {
    expect(parse([output])).toEqual([
      {
        sha: sha("a"),
        files: [
          {
            path: "package.json",
            status: "modified",
            kind: "text",
            additions: 2,
            deletions: 3,
            hunks: [2, 1, 2, 2, 9, 2, 9, 0],
            patch: output.toString().split("\n").slice(6, 15).join("\n").concat("\n"),
          },
          {
            path: "run.sh",
            status: "changed",
            kind: "text",
            additions: 0,
            deletions: 0,
            hunks: [],
          },
        ],
      },
      { sha: sha("b"), files: [] },
      {
        sha: sha("c"),
        files: [
          {
            path: "tä\t.ts",
            status: "removed",
            kind: "binary",
            additions: 0,
            deletions: 0,
            hunks: [],
          },
        ],
      },
    ]);
  });

  test("reads the same wherever it is cut", () => {
    const whole = parse([output]);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: output.length }), { maxLength: 20 }), (cuts) => {
        const ends = [...cuts, output.length].sort((a, b) => a - b);
        const chunks = ends.map((end, i) => output.subarray(ends[i - 1] ?? 0, end));
        expect(parse(chunks)).toEqual(whole);
      }),
    );
    expect(parse([...output].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });
});
