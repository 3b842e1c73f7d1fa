import type { Commit } from "../git/commit.ts";
import type { GitStore } from "../git/git-store.ts";

/** One change that landed on a branch: a merged pull request, or a squashed one. */
export type PastChange = {
  readonly title: string;
  readonly body: string;
  /** The commit that the branch was at before. */
  readonly base: string;
  /** What the change brought, oldest first; a squashed change is one commit. */
  readonly commits: readonly Commit[];
};

/** The last changes that a branch took, oldest first, as its first-parent line tells them. */
export async function readChanges(
  git: GitStore,
  tip: string,
  count: number,
): Promise<readonly PastChange[]> {
  const landed = await git.revisions(["--first-parent", "--reverse", `--max-count=${count}`, tip]);
  const changes: PastChange[] = [];
  for (const sha of landed) {
    const change = await readChange(git, await git.commitOf(sha));
    if (change && (await isWhole(git, change))) changes.push(change);
  }
  return changes;
}

async function readChange(git: GitStore, landed: Commit): Promise<PastChange | null> {
  const [base, merged] = landed.parents;
  if (base === undefined) return null; // the first commit of all is no change to anything
  const [headline = "", ...rest] = landed.message.split("\n");
  const body = rest.join("\n").trim();
  if (merged === undefined) {
    return { title: withoutNumber(headline), body, base, commits: [landed] };
  }
  const brought = await git.commitsBetween(base, merged);
  const commits = await Promise.all(brought.map((sha) => git.commitOf(sha)));
  if (commits.length === 0) return null;
  const [firstLine = ""] = body.split("\n");
  const title = headline.startsWith("Merge ") && firstLine ? firstLine : headline;
  return { title, body, base, commits };
}

/** A partial clone lacks the content of some files: their changes can't be shown. */
async function isWhole(git: GitStore, { base, commits }: PastChange): Promise<boolean> {
  const head = commits.at(-1);
  if (!head) return false;
  try {
    await git.diff(await git.mergeBase(base, head.sha), head.sha);
    return true;
  } catch {
    return false;
  }
}

/** `Title (#123)`, as squash merges write it. */
function withoutNumber(headline: string): string {
  return headline.replace(/ \(#\d+\)$/, "");
}
