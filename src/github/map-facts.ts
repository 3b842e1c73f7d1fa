import type { Account, CommitFacts, CommitIdentity } from "#core/change/facts.ts";
import type { ObservedChange, Review } from "#core/change/observed-change.ts";
import type { RecordedFacts } from "#core/change/recorded-facts.ts";
import { RetryLater, TerminalError } from "#core/errors.ts";
import { accountOfActor, ghost } from "./account.ts";
import type { ComparedCommit } from "./compare.ts";
import type { Diff } from "./diffs.ts";
import type { Snapshot } from "./read-snapshot.ts";
import type { CommitNode, IdentityNode, PullRequestNode, ReviewNode } from "./snapshot-schema.ts";

/** What belongs to a snapshot and was fetched or kept separately. */
export type FetchedParts = {
  readonly diff: Diff;
  readonly olderReviews: readonly ReviewNode[];
  readonly furtherCommits: readonly CommitNode[];
  readonly lastPusher: Account | null;
  readonly recorded: RecordedFacts;
};

/**
 * The change as the snapshot and the parts fetched for it show it.
 *
 * @throws RetryLater while GitHub's lists of commits contradict each other
 */
export function mapObserved(
  snapshot: Snapshot,
  parts: FetchedParts,
): Omit<ObservedChange, "eligibility"> {
  const { pullRequest } = snapshot;
  const commits = [
    ...pullRequest.commits.nodes.map(({ commit }) => commit),
    ...parts.furtherCommits,
  ];
  requireAgreement(snapshot, commits, parts.diff.commits);
  const compared = new Map(parts.diff.commits.map((commit) => [commit.sha, commit]));
  return {
    repository: snapshot.name.repository,
    number: snapshot.name.number,
    state: stateOf(pullRequest),
    draft: pullRequest.isDraft,
    headSha: pullRequest.headRefOid,
    baseSha: snapshot.baseSha,
    defaultBranch: snapshot.defaultBranch,
    facts: {
      title: pullRequest.title,
      author: accountOfActor(pullRequest.author) ?? ghost,
      baseBranch: pullRequest.baseRefName,
      labels: (pullRequest.labels?.nodes ?? []).map(({ name }) => name),
      fork: pullRequest.isCrossRepository,
      files: parts.diff.files,
      commits: commits.map((commit) => mapCommit(commit, compared.get(commit.oid))),
      totals: totalsOf(pullRequest),
      history: null,
    },
    reviews: mapReviews([...parts.olderReviews, ...pullRequest.reviews.nodes]),
    lastPusher: parts.lastPusher,
    policies: snapshot.policies,
    codeOwners: snapshot.codeOwners,
    recorded: parts.recorded,
  };
}

/** The totals that GitHub states for the pull request. */
export function totalsOf({ changedFiles, additions, deletions, commits }: PullRequestNode) {
  return { files: changedFiles, additions, deletions, commits: commits.totalCount };
}

function stateOf({ state }: PullRequestNode): ObservedChange["state"] {
  switch (state) {
    case "OPEN":
      return "open";
    case "CLOSED":
      return "closed";
    case "MERGED":
      return "merged";
  }
}

/**
 * GraphQL and REST list the commits independently. A pull request may still show commits that have reached its base by
 * another way; but a compared commit that it lacks means that one of the lists is late. Past 250 commits GitHub shows a part
 * only, and the totals tell the risk assessment so.
 */
function requireAgreement(
  { pullRequest }: Snapshot,
  commits: readonly CommitNode[],
  compared: readonly ComparedCommit[],
): void {
  if (pullRequest.state !== "OPEN" || commits.length < pullRequest.commits.totalCount) return;
  const listed = new Set(commits.map(({ oid }) => oid));
  const agree = listed.has(pullRequest.headRefOid) && compared.every(({ sha }) => listed.has(sha));
  if (!agree) throw new RetryLater("GitHub's lists of the pull request's commits don't agree yet.");
}

function mapCommit(node: CommitNode, compared: ComparedCommit | undefined): CommitFacts {
  const { authors } = node;
  if (authors.totalCount > authors.nodes.length) {
    throw new TerminalError(
      `Commit ${node.oid} names ${authors.totalCount} authors: more than can be read.`,
    );
  }
  return {
    sha: node.oid,
    parents: node.parents.nodes.map(({ oid }) => oid),
    message: node.message,
    author: mapIdentity(node.author, compared?.author),
    committer: mapIdentity(node.committer, compared?.committer),
    // The list opens with the commit's author; the co-authors follow.
    coAuthors: authors.nodes.slice(1).map((identity) => mapIdentity(identity, null)),
  };
}

/** REST's account comes first: it knows bots. */
function mapIdentity(
  identity: IdentityNode | null,
  account: Account | null | undefined,
): CommitIdentity {
  const user = identity?.user;
  const fromGraphQL: Account | null = user
    ? { id: user.databaseId ?? 0, login: user.login, kind: "user" }
    : null;
  return {
    name: identity?.name ?? "",
    email: identity?.email ?? "",
    account: account ?? fromGraphQL,
  };
}

const reviewStates = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
  COMMENTED: "commented",
  DISMISSED: "dismissed",
} as const;

/**
 * In order of submission, by GitHub's clock, each later than the one before; a review may have been begun long before. The clock tells seconds
 * only: of reviews of one second the order is known all the same, by their numbers.
 */
function mapReviews(nodes: readonly ReviewNode[]): readonly Review[] {
  const key = ({ submittedAt, fullDatabaseId }: ReviewNode) =>
    `${submittedAt ?? ""} ${(fullDatabaseId ?? "").padStart(20, "0")}`;
  let lastMs = Number.NEGATIVE_INFINITY;
  return [...nodes]
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .flatMap((node): readonly Review[] => {
      if (node.state === "PENDING") return [];
      lastMs = Math.max(Date.parse(node.submittedAt ?? "") || 0, lastMs + 1);
      return [
        {
          id: node.id,
          reviewer: accountOfActor(node.author),
          state: reviewStates[node.state],
          commitSha: node.commit?.oid ?? null,
          submittedAtMs: lastMs,
        },
      ];
    });
}
