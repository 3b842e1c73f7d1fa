import type { ChangeFacts } from "#core/change/facts.ts";
import { counted } from "#core/text/words.ts";

/** GitHub lists no more files of a pull request: https://docs.github.com/rest/pulls/pulls#list-pull-requests-files */
const mostListedFiles = 3_000;

/**
 * Why the listed files and commits can't be the whole change, held against the totals that GitHub states; empty when
 * they can. A change without stated totals (in a backtest) is not checked.
 */
export function findGaps(facts: Pick<ChangeFacts, "files" | "commits" | "totals">): string[] {
  const { files, commits, totals } = facts;
  if (totals === null) return [];
  const gaps: string[] = [];
  if (files.length >= mostListedFiles) {
    gaps.push(`GitHub lists at most ${counted(mostListedFiles, "file")} of a pull request`);
  }
  const compare = (listed: number, total: number, noun: string) => {
    if (listed < total) {
      gaps.push(`${counted(total, noun)} stated, ${listed.toLocaleString("en-GB")} listed`);
    }
  };
  compare(files.length, totals.files, "changed file");
  compare(sum(files.map((file) => file.additions)), totals.additions, "added line");
  compare(sum(files.map((file) => file.deletions)), totals.deletions, "deleted line");
  compare(commits.length, totals.commits, "commit");
  if (commits.length === 0 && totals.commits === 0) gaps.push("no commit is listed");
  return gaps;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
