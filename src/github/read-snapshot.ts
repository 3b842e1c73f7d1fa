import { type CodeOwnersFile, codeOwnersPaths } from "#core/code-owners/code-owners-file.ts";
import { RetryLater } from "#core/errors.ts";
import type { RepositoryName } from "#core/key.ts";
import { type PolicySource, policyPath } from "#core/policy/policy-source.ts";
import type { Client } from "./client.ts";
import { codeOwnersOf } from "./code-owners-file.ts";
import { type GraphQLProblem, queryGraphQL } from "./graphql.ts";
import { policySourceOf } from "./policy-file.ts";
import { snapshotQuery } from "./snapshot-query.ts";
import {
  type CommandCommentNode,
  type PullRequestNode,
  type SnapshotNode,
  snapshotSchema,
} from "./snapshot-schema.ts";

/** A pull request by name. */
export type ChangeName = { readonly repository: RepositoryName; readonly number: number };

/** A pull request, the policies over it and what we wrote on it, as they stood at one moment. */
export type Snapshot = {
  readonly name: ChangeName;
  readonly repositoryNodeId: string;
  readonly repositoryId: number;
  readonly defaultBranch: string;
  /** The base branch's tip; once that branch is gone, the commit that the pull request last knew. */
  readonly baseSha: string;
  /** Our labels that the repository has. */
  readonly ourLabels: readonly { readonly id: string; readonly name: string }[];
  readonly policies: readonly PolicySource[];
  readonly codeOwners: CodeOwnersFile | null;
  readonly pullRequest: PullRequestNode;
  /** The comments that were asked for. */
  readonly commandComments: readonly CommandCommentNode[];
};

/** What a snapshot shows besides the pull request itself. */
export type SnapshotQuestion = {
  readonly appId: number;
  readonly commentsAfter: string | null;
  /** Node ids of comments: whether they stand as they were given. At most 100. */
  readonly commandIds: readonly string[];
  /** How many of the latest comments to show. At most 100. */
  readonly latestComments: number;
};

/**
 * Takes a snapshot with one GraphQL query; null when the pull request or its repository is not there.
 *
 * @throws RetryLater also while GitHub doesn't show the head commit yet; TerminalError when it refuses a part: what can't be
 *   read is never taken for absent
 */
export async function readSnapshot(
  client: Client,
  name: ChangeName,
  question: SnapshotQuestion,
): Promise<Snapshot | null> {
  const { owner, name: repositoryName } = name.repository;
  const variables = {
    owner,
    name: repositoryName,
    number: name.number,
    policyPath,
    ...question,
  };
  const node = await queryGraphQL(client, snapshotQuery, variables, snapshotSchema, mayBeAbsent);
  const { repository } = node;
  if (repository === null || repository.pullRequest === null) return null;
  const { id, databaseId, defaultBranchRef, pullRequest, ...labels } = repository;
  if (defaultBranchRef === null) throw new RetryLater("GitHub doesn't name a default branch.");
  requireHead(pullRequest);
  return {
    name,
    repositoryNodeId: id,
    repositoryId: databaseId,
    defaultBranch: defaultBranchRef.name,
    baseSha: baseTipOf(pullRequest),
    ourLabels: Object.values(labels).filter((label) => label !== null),
    policies: policiesOf(name.repository, node),
    codeOwners: codeOwnersOf(pullRequest),
    pullRequest,
    commandComments: node.commandComments,
  };
}

/** GitHub reports what isn't there, files included, as an error at the field. Any other field must be readable. */
function mayBeAbsent({ type, path }: GraphQLProblem): boolean {
  if (type !== "NOT_FOUND") return false;
  return path[0] === "commandComments" || optionalFields.has(path.join("."));
}

const optionalFields: ReadonlySet<string> = new Set([
  "organisation",
  "organisation.defaultBranchRef.target.file",
  "repository",
  "repository.pullRequest",
  "repository.pullRequest.baseRef.target.file",
  ...codeOwnersPaths.map((_, index) => `repository.pullRequest.baseRef.target.codeOwners${index}`),
]);

/**
 * Events can come before the state that they tell of, see
 * https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks
 */
function requireHead({ state, head, headRefOid }: PullRequestNode): void {
  if (state === "OPEN" && head.nodes[0]?.commit.oid !== headRefOid) {
    throw new RetryLater(
      "GitHub doesn't show the head commit among the pull request's commits yet.",
    );
  }
}

function baseTipOf({ state, baseRef, baseRefOid }: PullRequestNode): string {
  const tip = baseRef?.target?.oid;
  if (tip === undefined && state === "OPEN") {
    throw new RetryLater("GitHub doesn't show the tip of the base branch.");
  }
  return tip ?? baseRefOid;
}

function policiesOf(
  repository: RepositoryName,
  { organisation, repository: node }: SnapshotNode,
): readonly PolicySource[] {
  const organisationFile = organisation?.defaultBranchRef?.target?.file;
  const repositoryFile = node?.pullRequest?.baseRef?.target?.file;
  const organisationRepository = { owner: repository.owner, name: ".github" };
  return [
    ...(organisationFile
      ? [
          policySourceOf(organisationFile, {
            origin: "organisation",
            repository: organisationRepository,
          }),
        ]
      : []),
    ...(repositoryFile
      ? [policySourceOf(repositoryFile, { origin: "repository", repository })]
      : []),
  ];
}
