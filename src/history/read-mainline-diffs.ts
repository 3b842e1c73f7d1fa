import { type GitRepository, streamGit } from "./git.ts";
import { type CommitDiff, PatchParser } from "./patch-parser.ts";

/**
 * Says exactly what git prints, whatever the user's configuration: no colour, no external program, `a/` and `b/` before
 * names, a submodule as one line, the root commit with its files.
 */
const diffArgs = [
  "-c",
  "core.quotePath=false",
  "-c",
  "log.showRoot=true",
  "-c",
  "diff.suppressBlankEmpty=false",
  "log",
  "--first-parent",
  "--diff-merges=first-parent",
  "--patch",
  "--unified=0",
  "--inter-hunk-context=0",
  "--find-renames",
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--no-show-signature",
  "--no-relative",
  "--submodule=short",
  "--ignore-submodules=none",
  "--src-prefix=a/",
  "--dst-prefix=b/",
  "--format=%x00%H",
] as const;

/**
 * What each commit of the mainline of `head` changed, oldest first: one pass of git over the history. Ends early, without
 * an error, when `signal` aborts.
 */
export async function* readMainlineDiffs(
  repository: GitRepository,
  head: string,
  keepPatch: (path: string) => boolean,
  signal?: AbortSignal,
): AsyncGenerator<CommitDiff> {
  const parser = new PatchParser(keepPatch);
  const args = [...diffArgs, "--reverse", head, "--"];
  for await (const chunk of streamGit(repository, args, signal)) yield* parser.push(chunk);
  if (signal?.aborted !== true) yield* parser.finish();
}
