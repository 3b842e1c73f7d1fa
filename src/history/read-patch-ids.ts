import { digestPatch, type FilePatch } from "#core/change-set/digest-patch.ts";
import { type GitRepository, readGit } from "./git.ts";
import { patchOptions, patchSettings } from "./read-mainline-diffs.ts";

/** Commits whose patches are read at once: a command line has a limit, and so has memory. */
const batchSize = 200;

/** What each of these commits does, see {@link digestPatch}; those of which that can't be told are left out. */
export async function readPatchIds(
  repository: GitRepository,
  shas: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let start = 0; start < shas.length; start += batchSize) {
    const options = ["--diff-merges=first-parent", "--no-show-signature", "--format=%x00%H"];
    const args = [...patchSettings, "show", ...options, ...patchOptions, "--unified=3"];
    const text = await readGit(repository, [
      ...args,
      ...shas.slice(start, start + batchSize),
      "--",
    ]);
    for (const commit of text.split(/(?:^|\n)\0/).slice(1)) {
      const [sha = "", ...lines] = commit.split("\n");
      const id = digestPatch(readFilePatches(lines));
      if (id !== null) ids.set(sha, id);
    }
  }
  return ids;
}

/** The files of one commit's diff. A line of content starts with a space, `+` or `-`, so that no header is mistaken. */
function readFilePatches(lines: readonly string[]): readonly FilePatch[] {
  const files: { path: string; patch: string[] }[] = [];
  for (const line of lines) {
    const file = files.at(-1);
    if (line.startsWith("diff --git ")) files.push({ path: line, patch: [] });
    else if (file === undefined) continue;
    else if (file.patch.length > 0 || line.startsWith("@@ ")) file.patch.push(line);
  }
  return files.map(({ path, patch }) => ({ path, patch: patch.join("\n") }));
}
