import type { CommitIdentity, FileChange } from "#core/change/facts.ts";
import { accountOfAddress } from "#core/history/person-of-address.ts";
import type { RememberedChange } from "#core/history/remembered-change.ts";
import type { RepositoryName } from "#core/key.ts";
import { policyPath } from "#core/policy/policy-source.ts";
import { isManifest } from "#core/risk/major-bump.ts";
import { accountOfActor, ghost } from "./account.ts";
import type { Client } from "./client.ts";
import { type GraphQLProblem, queryGraphQL } from "./graphql.ts";
import {
  type PastFileNode,
  type PastPullRequestNode,
  pastLookQuery,
  pastLookSchema,
  pastPageQuery,
  pastPageSchema,
} from "./past-query.ts";

/** A repository's default branch, and whether a policy stands there, the organisation's counted. */
export type PastLook = { readonly branch: string; readonly controlled: boolean };

/** Which page of the pull requests that were merged into a branch; `cursor` is null for the first. */
export type PageOfPast = {
  readonly branch: string;
  readonly cursor: string | null;
  readonly size: number;
};

export type MergedPage = {
  readonly changes: readonly RememberedChange[];
  readonly nextCursor: string | null;
  /** Whatever was merged later than this has been on this page or on one before it. */
  readonly reachesBackToMs: number;
};

/** Looks whether a repository has a past that matters; null where there is no branch, or no repository. */
export async function lookAtPast(
  client: Client,
  { owner, name }: RepositoryName,
): Promise<PastLook | null> {
  const variables = { owner, name, policyPath };
  const { repository, organisation } = await queryGraphQL(
    client,
    pastLookQuery,
    variables,
    pastLookSchema,
    mayBeAbsent,
  );
  const branch = repository?.defaultBranchRef;
  if (!branch) return null;
  const tips = [branch, organisation?.defaultBranchRef];
  return { branch: branch.name, controlled: tips.some((tip) => Boolean(tip?.target?.file)) };
}

/** What isn't there is reported as an error with the field's path; a missing policy file, too. */
function mayBeAbsent({ type, path }: GraphQLProblem): boolean {
  return type === "NOT_FOUND" && (path.length === 1 || path.at(-1) === "file");
}

/**
 * A page of the pull requests that were merged into a branch, those first that moved last.
 *
 * GraphQL gives no diffs, no former names of renamed files, and the first 100 files and 30 commits. A change that would need
 * more to be decided anew is not whole.
 *
 * @param noReplyHost whose private addresses tell accounts, e.g. `github.com`
 */
export async function readMergedPage(
  client: Client,
  { owner, name }: RepositoryName,
  { branch, cursor, size }: PageOfPast,
  noReplyHost: string,
): Promise<MergedPage> {
  const variables = { owner, name, branch, first: size, after: cursor };
  const answer = await queryGraphQL(client, pastPageQuery, variables, pastPageSchema);
  const { nodes: pulls, pageInfo } = answer.repository.pullRequests;
  return {
    changes: pulls.flatMap((pull) => toRememberedChange(pull, branch, noReplyHost) ?? []),
    nextCursor: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    reachesBackToMs: Math.min(...pulls.map(({ updatedAt }) => Date.parse(updatedAt))),
  };
}

function toRememberedChange(
  pull: PastPullRequestNode,
  branch: string,
  noReplyHost: string,
): RememberedChange | null {
  const { mergedAt, headRefOid, mergeCommit } = pull;
  if (mergedAt === null) return null;
  const files = (pull.files?.nodes ?? []).map(toFileChange);
  const commits = pull.commits.nodes;
  const identity = (person: (typeof commits)[number]["commit"]["author"]): CommitIdentity => {
    const { name, email, user } = person ?? {};
    const [shownName, address] = [name ?? "", email ?? ""];
    // GraphQL names people only; a bot is told by its address.
    const told = accountOfAddress(shownName, address, noReplyHost);
    const bot = told.kind === "bot" && told.id > 0 ? told : null;
    const account = user
      ? { id: user.databaseId ?? 0, login: user.login, kind: "user" as const }
      : bot;
    return { name: shownName, email: address, account };
  };
  return {
    sha: mergeCommit?.oid ?? headRefOid,
    number: pull.number,
    mergedAtMs: Date.parse(mergedAt),
    facts: {
      title: pull.title,
      author: accountOfActor(pull.author) ?? ghost,
      baseBranch: branch,
      labels: (pull.labels?.nodes ?? []).map((label) => label.name),
      fork: pull.isCrossRepository,
      files,
      commits: commits.map(({ commit }) => ({
        sha: commit.oid,
        parents: commit.parents.nodes.map((parent) => parent.oid),
        message: "",
        author: identity(commit.author),
        committer: identity(commit.committer),
        coAuthors: [],
      })),
      totals: {
        files: pull.changedFiles,
        additions: pull.additions,
        deletions: pull.deletions,
        commits: pull.commits.totalCount,
      },
    },
    whole:
      files.length === pull.changedFiles &&
      commits.length === pull.commits.totalCount &&
      // Without their diffs nobody can tell which versions moved; without its former name nobody knows where a file was.
      !files.some(({ path, status }) => isManifest(path) || status === "renamed"),
    observed: false,
  };
}

const statuses = {
  ADDED: "added",
  CHANGED: "changed",
  COPIED: "copied",
  DELETED: "removed",
  MODIFIED: "modified",
  RENAMED: "renamed",
} as const;

function toFileChange({ path, additions, deletions, changeType }: PastFileNode): FileChange {
  return { path, additions, deletions, status: statuses[changeType] };
}
