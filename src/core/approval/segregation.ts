import { isPerson, isSameAccount } from "#core/change/account.ts";
import type { Account, ChangeFacts, CommitFacts, CommitIdentity } from "#core/change/facts.ts";
import type { RecordedFacts } from "#core/change/recorded-facts.ts";
import type { Duty } from "#core/policy/schema.ts";
import { counted, listed, shortSha } from "#core/text/words.ts";

/** What one person did to a change. Whoever has a duty that a policy lists in `mayNotBe` can't approve the change. */
export type Involvement = {
  readonly account: Account;
  /** A duty that a policy may list; `declarer` speaks against an approval whatever the policy lists. */
  readonly duty: Duty | "declarer";
  /** Completes "@login …", e.g. "wrote commit 1a2b3c4". */
  readonly deed: string;
};

/** As much of an observed change as tells who had a hand in it. */
type InvolvedIn = {
  readonly facts: Pick<ChangeFacts, "author" | "commits">;
  readonly lastPusher: Account | null;
  readonly recorded: Pick<RecordedFacts, "commands">;
};

/**
 * Who had a hand in the change: its author, whoever ordered it by a command, every listed commit's author, committer and co-authors (commits that came
 * in through a merge are listed too), the last pusher, and whoever declared it an emergency: two people at least stand
 * behind one. Bots and GitHub's own `web-flow` are not people.
 */
export function findInvolvements(
  { facts, lastPusher, recorded }: InvolvedIn,
  declarer?: Account,
): readonly Involvement[] {
  const involvements: Involvement[] = [
    { account: facts.author, duty: "author", deed: "opened this change" },
    ...recorded.commands.flatMap(({ effect, by }): readonly Involvement[] =>
      effect.kind === "order" ? [{ account: by, duty: "author", deed: "ordered this change" }] : [],
    ),
    ...facts.commits.flatMap(involvementsInCommit),
  ];
  if (lastPusher !== null) {
    involvements.push({ account: lastPusher, duty: "last-pusher", deed: "pushed last" });
  }
  if (declarer !== undefined) {
    involvements.push({
      account: declarer,
      duty: "declarer",
      deed: "declared the emergency",
    });
  }
  return involvements.filter(({ account }) => isPerson(account));
}

function involvementsInCommit(commit: CommitFacts): readonly Involvement[] {
  const sha = shortSha(commit.sha);
  const of = (identity: CommitIdentity, duty: Duty, deed: string): readonly Involvement[] =>
    identity.account === null ? [] : [{ account: identity.account, duty, deed }];
  return [
    ...of(commit.author, "author", `wrote commit ${sha}`),
    ...of(commit.committer, "committer", `committed ${sha}`),
    ...commit.coAuthors.flatMap((identity) => of(identity, "co-author", `co-authored ${sha}`)),
  ];
}

/** Why `account` may not approve under `mayNotBe`; `undefined` when nothing speaks against it. */
export function findConflict(
  account: Account,
  involvements: readonly Involvement[],
  mayNotBe: readonly Duty[],
): Involvement | undefined {
  return involvements.find(
    (involvement) =>
      speaksAgainst(involvement, mayNotBe) && isSameAccount(involvement.account, account),
  );
}

/** Whether what somebody did keeps them from approving under `mayNotBe`. */
export function speaksAgainst({ duty }: Involvement, mayNotBe: readonly Duty[]): boolean {
  return duty === "declarer" || mayNotBe.includes(duty);
}

/**
 * A warning when commits name addresses that belong to no person's or bot's account: whoever wrote them can't be kept
 * from approving them. GitHub's own address is expected as a committer, and only there.
 */
export function warnOfUnknownAddresses(commits: readonly CommitFacts[]): string | null {
  const unknownByCommit = commits.map(unknownAddresses).filter((emails) => emails.length > 0);
  if (unknownByCommit.length === 0) return null;
  const addresses = [...new Set(unknownByCommit.flat())].sort();
  const subject = counted(unknownByCommit.length, "commit");
  return `${subject} by addresses that map to no account (${listed(addresses, { limit: 5 })}): Sluice can't tell who that is, nor keep them from approving their own work. Each address can be added to its owner's GitHub account.`;
}

function unknownAddresses(commit: CommitFacts): readonly string[] {
  const isKnown = ({ account }: CommitIdentity) =>
    account !== null && (account.kind === "bot" || isPerson(account));
  const isGitHub = ({ account, email }: CommitIdentity) =>
    account?.login === "web-flow" || (account === null && email === "noreply@github.com");
  return [
    ...[commit.author, ...commit.coAuthors].filter((identity) => !isKnown(identity)),
    ...[commit.committer].filter((identity) => !isKnown(identity) && !isGitHub(identity)),
  ].map(({ email }) => email);
}
