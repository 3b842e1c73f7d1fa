import { type GitRepository, streamGit } from "./git.ts";
import { type CommitDiff, PatchParser } from "./patch-parser.ts";

/**
 * Options for a patch that says exactly what {@link PatchParser} reads, whatever the user's configuration: no colour, no
 * external program, `a/` and `b/` before names, a submodule as one line.
 */
export const patchOptions = [
  "--patch",
  "--unified=0",
  "--inter-hunk-context=0",
  "--find-renames",
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--no-relative",
  "--submodule=short",
  "--ignore-submodules=none",
  "--src-prefix=a/",
  "--dst-prefix=b/",
] as const;

/** Settings that have no option: names as they are, lines as they are, the root commit with its files. */
export const patchSettings = [
  "core.quotePath=false",
  "diff.suppressBlankEmpty=false",
  "log.showRoot=true",
].flatMap((setting) => ["-c", setting]);

/**
 * What each commit of a revision or range changed against its first parent, merges too, the newest first: one pass of git. Ends
 * early, without an error, when `signal` aborts.
 */
export async function* readDiffs(
  repository: GitRepository,
  revisions: string,
  signal?: AbortSignal,
): AsyncGenerator<CommitDiff> {
  const parser = new PatchParser();
  const selection = ["--diff-merges=first-parent", "--no-show-signature"];
  const args = [...patchSettings, "log", ...selection, ...patchOptions, "--format=%x00%H"];
  for await (const chunk of streamGit(repository, [...args, revisions, "--"], signal)) {
    yield* parser.push(chunk);
  }
  if (signal?.aborted !== true) yield* parser.finish();
}

/**
 * What each commit of the mainline of `head` changed, oldest first: one pass of git over the history. Ends early, without
 * an error, when `signal` aborts.
 */
export async function* readMainlineDiffs(
  repository: GitRepository,
  head: string,
  signal?: AbortSignal,
): AsyncGenerator<CommitDiff> {
  const parser = new PatchParser();
  const selection = ["--first-parent", "--diff-merges=first-parent", "--no-show-signature"];
  const args = [...patchSettings, "log", ...selection, ...patchOptions, "--format=%x00%H"];
  for await (const chunk of streamGit(repository, [...args, "--reverse", head, "--"], signal)) {
    yield* parser.push(chunk);
  }
  if (signal?.aborted !== true) yield* parser.finish();
}
