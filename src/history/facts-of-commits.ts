import type { Account, CommitFacts, CommitIdentity } from "#core/change/facts.ts";
import { readChangeName } from "#core/history/change-title.ts";
import type { FileEdit, PastFacts } from "#core/history/past-change.ts";
import type { AccountBook } from "#core/history/people.ts";
import type { Commit, Signature } from "./read-commits.ts";

/** The address that GitHub commits with on merges and in the browser. */
const gitHubEmail = "noreply@github.com";

/**
 * What the server would have known of a change, from a mainline commit and the commits that it merged. A merge names the
 * merger, so the author is who wrote most of the merged commits. Labels and forks leave no trace in a history.
 */
export function factsOf(
  commit: Commit,
  merged: readonly Commit[],
  files: readonly FileEdit[],
  branch: string,
  people: AccountBook,
): PastFacts {
  const commits = merged.length > 0 ? merged : [commit];
  return {
    title: readChangeName(commit.message).title,
    author: mostFrequent(commits.map(({ author }) => people.accountOf(author.name, author.email))),
    baseBranch: branch,
    labels: [],
    fork: false,
    files,
    // Who committed a change that is no merge is who merged it, which the pull request did not know.
    commits: commits.map((one) => toCommitFacts(one, merged.length > 0, people)),
    totals: null,
  };
}

function toCommitFacts(commit: Commit, committerCounts: boolean, people: AccountBook): CommitFacts {
  const author = toIdentity(commit.author, people);
  return {
    sha: commit.sha,
    parents: commit.parents,
    message: commit.message,
    author,
    committer: committerCounts ? toIdentity(commit.committer, people) : author,
    coAuthors: readCoAuthors(commit.message).map((coAuthor) => toIdentity(coAuthor, people)),
  };
}

function toIdentity({ name, email }: Signature, people: AccountBook): CommitIdentity {
  return { name, email, account: email === gitHubEmail ? null : people.accountOf(name, email) };
}

function readCoAuthors(message: string): readonly Signature[] {
  // Most messages have none, and the expression is slow to tell.
  if (!message.includes("uthored-")) return [];
  return [...message.matchAll(/^co-authored-by:(.*)<([^<>\n]+)>/gim)].map(
    ([, name = "", email = ""]) => ({ name: name.trim(), email: email.trim() }),
  );
}

function mostFrequent(authors: readonly Account[]): Account {
  const counts = new Map<number, number>();
  for (const { id } of authors) counts.set(id, (counts.get(id) ?? 0) + 1);
  return authors.reduceRight((best, author) =>
    (counts.get(author.id) ?? 0) > (counts.get(best.id) ?? 0) ? author : best,
  );
}
