import type { CommitFacts, CommitIdentity } from "#core/change/facts.ts";
import { readChangeName } from "#core/history/change-title.ts";
import { accountOfAddress } from "#core/history/person-of-address.ts";
import type { RememberedChange } from "#core/history/remembered-change.ts";
import type { Key } from "#core/key.ts";
import type { Client } from "./client.ts";
import { accountOfCommit, fileChangeOf, mostComparedFiles } from "./compare.ts";
import { Refused } from "./request-error.ts";

export type PushKey = Extract<Key, { kind: "push" }>;

/** A push of more commits is an import or the merge of a long-lived branch: no change of its own. */
const mostCommits = 100;

/**
 * What a push without a pull request brought, as one change named after its last commit. Null when it brought no commits, or
 * too many to be one change, and when GitHub does not know its commits any more.
 *
 * @param noReplyHost whose private addresses tell accounts, e.g. `github.com`
 */
export async function readPush(
  client: Client,
  { repository, branch, beforeSha, headSha }: PushKey,
  noReplyHost: string,
): Promise<RememberedChange | null> {
  const comparison = await compare(client, repository, `${beforeSha}...${headSha}`);
  if (comparison === null) return null;
  const { total_commits, commits, files = [] } = comparison;
  const head = commits.at(-1);
  if (head === undefined || total_commits > mostCommits) return null;
  const { author, committer, message } = head.commit;
  return {
    sha: headSha,
    number: null,
    mergedAtMs: Date.parse(committer?.date ?? author?.date ?? "") || 0,
    facts: {
      title: readChangeName(message).title,
      author:
        accountOfCommit(head.author) ??
        accountOfAddress(author?.name ?? "", author?.email ?? "", noReplyHost),
      baseBranch: branch,
      labels: [],
      fork: false,
      files: files.map(fileChangeOf),
      commits: commits.map(toCommitFacts),
      totals: null,
    },
    whole: files.length < mostComparedFiles,
    observed: false,
  };
}

async function compare(client: Client, { owner, name }: PushKey["repository"], basehead: string) {
  try {
    const { data } = await client.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
      owner,
      repo: name,
      basehead,
      per_page: mostCommits,
    });
    return data;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

type Compared = NonNullable<Awaited<ReturnType<typeof compare>>>["commits"][number];

function toCommitFacts({ sha, parents, commit, author, committer }: Compared): CommitFacts {
  const identity = (person: (typeof commit)["author"], account: typeof author): CommitIdentity => ({
    name: person?.name ?? "",
    email: person?.email ?? "",
    account: accountOfCommit(account),
  });
  return {
    sha,
    parents: parents.map((parent) => parent.sha),
    message: commit.message,
    author: identity(commit.author, author),
    committer: identity(commit.committer, committer),
    coAuthors: [],
  };
}
