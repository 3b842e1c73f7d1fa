import { afterAll, expect, test } from "@jest/globals";
import { LineOwners } from "#core/history/line-owners.ts";
import { openHistory } from "#history/read-past-changes.ts";
import { fc } from "../support/fast-check.ts";
import {
  createGitHistory,
  git,
  mainlineShas,
  removeGitHistories,
  type TestCommit,
} from "../support/git-history.ts";

afterAll(removeGitHistories);

const line = fc.constantFrom("", "{", "}", "a", "b", "c", "return", "\\ No newline", "é");
const file = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
  .map(([lines, ends]) => lines.join("\n") + (ends && lines.length > 0 ? "\n" : ""));
/** Few names and few lines, so that renames, clashes and re-creations happen often. */
const edit = fc.dictionary(
  fc.constantFrom("a.ts", "b.ts", "docs/a.ts"),
  fc.option(file, { freq: 4 }),
  { minKeys: 1 },
);
const histories = fc.array(fc.tuple(edit, fc.boolean()), { minLength: 2, maxLength: 12 });

/** Commits whose snapshot is `files`; a merged one comes by a branch and a merge commit. */
function toCommits(steps: readonly (readonly [Record<string, string | null>, boolean])[]) {
  const commits: TestCommit[] = [];
  let tip: number | undefined;
  for (const [files, viaBranch] of steps) {
    commits.push({ files, parents: tip === undefined ? [] : [tip] });
    if (viaBranch && tip !== undefined) {
      commits.push({ files, parents: [tip, commits.length - 1] });
    }
    tip = commits.length - 1;
  }
  return commits;
}

async function ownersByFile(dir: string): Promise<Record<string, readonly string[]>> {
  const shas = mainlineShas(dir);
  const history = await openHistory({ dir, env: process.env }, shas.at(-1) as string, "main");
  const owners = new LineOwners();
  let index = 0;
  for await (const change of history.changes) {
    for (const fileEdit of change.facts.files) owners.apply(fileEdit, index);
    index += 1;
  }
  return Object.fromEntries(
    filesAtHead(dir).map((path) => [
      path,
      [...owners.ownersOf(path)].map((owner) => shas[owner] as string),
    ]),
  );
}

function blameByFile(dir: string): Record<string, readonly string[]> {
  return Object.fromEntries(
    filesAtHead(dir).map((path) => {
      const blame = git(dir, ["blame", "--first-parent", "--line-porcelain", "main", "--", path]);
      return [path, [...blame.matchAll(/^([0-9a-f]{40}) /gm)].map(([, sha]) => sha as string)];
    }),
  );
}

function filesAtHead(dir: string): readonly string[] {
  const listed = git(dir, ["ls-tree", "-r", "--name-only", "-z", "main"]);
  return listed.split("\0").filter((path) => path !== "");
}

test("line owners are those that git blame --first-parent names", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      const dir = createGitHistory(toCommits(steps));
      expect(await ownersByFile(dir)).toEqual(blameByFile(dir));
    }),
    { numRuns: 15 },
  );
});

test("a rename keeps the owners, a binary version loses them", async () => {
  const text = (content: string | Buffer) => ({
    otherFiles: [{ kind: "text", path: "b.ts", content } as const],
  });
  const lines = "1\n2\n3\n4\n5\n6\n7\n8\n";
  const dir = createGitHistory([
    { files: { "a.ts": lines } },
    { files: { "a.ts": null, "b.ts": lines.replace("4", "four") } },
    { ...text(Buffer.from("1\n\0\n3\n")) },
    { ...text(lines) },
    { ...text(lines.replace("6", "six")) },
  ]);
  const shas = mainlineShas(dir);
  expect(await ownersByFile(dir)).toEqual({
    "b.ts": [undefined, undefined, undefined, undefined, undefined, shas[4]],
  });
});
