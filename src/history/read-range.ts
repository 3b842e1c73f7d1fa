import { UserError } from "#core/errors.ts";
import { readChangeName } from "#core/history/change-title.ts";
import type { PastChange } from "#core/history/past-change.ts";
import type { AccountBook } from "#core/history/people.ts";
import { factsOf } from "./facts-of-commits.ts";
import { GitFailure, type GitRepository, readGit, streamGit } from "./git.ts";
import type { OpenRepository } from "./open-repository.ts";
import { PatchParser } from "./patch-parser.ts";
import { readCommits } from "./read-commits.ts";
import { patchOptions, patchSettings } from "./read-mainline-diffs.ts";

/**
 * The commits that `to` has and `from` has not, as the one change that a pull request of them would be: what they change
 * since the two parted.
 *
 * @throws {UserError} when there is no such commit, or the two have nothing in common
 */
export async function readRange(
  repository: OpenRepository,
  { from, to }: { readonly from: string; readonly to: string },
  people: AccountBook,
): Promise<PastChange> {
  const range = `${from}..${to}`;
  const commits = [...(await readCommits(repository, range)).values()].reverse();
  const [first, last] = [commits[0], commits.at(-1)];
  if (first === undefined || last === undefined) {
    throw new UserError(
      `${range} holds no commit.`,
      "Name the base first: sluice explain main..my-branch",
    );
  }
  const base = await findMergeBase(repository, from, to);
  const parser = new PatchParser();
  parser.push(Buffer.from(`\0${last.sha}\n`));
  const args = [...patchSettings, "diff", ...patchOptions, base, to, "--"];
  for await (const chunk of streamGit(repository, args)) parser.push(chunk);
  const [diff] = parser.finish();
  return {
    sha: last.sha,
    mergedAtMs: last.committedAtMs,
    number: readChangeName(first.message).number,
    message: first.message,
    facts: factsOf(first, commits, diff?.files ?? [], repository.branch, people),
  };
}

async function findMergeBase(repository: GitRepository, from: string, to: string): Promise<string> {
  try {
    return await readGit(repository, ["merge-base", from, to]);
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    throw new UserError(
      `${from} and ${to} have no commit in common.`,
      "Name a branch and the branch that it came from: sluice explain main..my-branch",
      { cause: error },
    );
  }
}
