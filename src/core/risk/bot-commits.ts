import { isSameAccount } from "#core/change/account.ts";
import type { Account, ChangeFacts, CommitFacts, CommitIdentity } from "#core/change/facts.ts";
import { shortSha } from "#core/text/words.ts";

/**
 * Who else than its author had a hand in a change, in words; `undefined` when every commit is the author's own. Meant
 * for bots: GitHub's own account (`web-flow`) may be the committer, never the author or a co-author. An address that
 * belongs to no account is somebody else.
 */
export function findForeignHand(
  change: Pick<ChangeFacts, "author" | "commits">,
): string | undefined {
  if (change.commits.length === 0) return "no commit is known";
  for (const commit of change.commits) {
    const stranger = findStranger(commit, change.author);
    if (stranger === undefined) continue;
    const who = stranger.account?.login ?? `${stranger.email}, which belongs to no account`;
    return `commit ${shortSha(commit.sha)} is also by ${who}`;
  }
  return undefined;
}

function findStranger(commit: CommitFacts, author: Account): CommitIdentity | undefined {
  const isAuthor = ({ account }: CommitIdentity) =>
    account !== null && isSameAccount(account, author);
  return (
    [commit.author, ...commit.coAuthors].find((identity) => !isAuthor(identity)) ??
    [commit.committer].find((identity) => !isAuthor(identity) && !isGitHub(identity))
  );
}

function isGitHub({ account, email }: CommitIdentity): boolean {
  return account === null ? email === "noreply@github.com" : account.login === "web-flow";
}
