import { z } from "zod";
import { deploymentsMarker, updateDeploymentsComment } from "#core/gate/deployments-comment.ts";
import type { DeploymentLine } from "#core/gate/find-deployment-lines.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { errorOf, type GraphQLProblem, queryGraphQL, sendGraphQL } from "./graphql.ts";
import { composeMutation, indexOfPath, type MutationField } from "./mutation.ts";
import { listOf } from "./snapshot-schema.ts";

const pullRequestSchema = z
  .object({
    id: z.string(),
    comments: z.object({
      nodes: listOf(z.object({ id: z.string(), body: z.string(), viewerDidAuthor: z.boolean() })),
    }),
  })
  .nullable();

const answerSchema = z.object({ repository: z.record(z.string(), pullRequestSchema) });

/**
 * Writes lines into our comments about deployments, one on each pull request: two calls for all of them. A comment that says them
 * already is left alone. A pull request that takes no comment (it is locked, or gone) keeps none of the others from theirs.
 *
 * Ours is looked for among the last 100 comments.
 *
 * @param lines of at most 25 pull requests
 * @throws RetryLater, before anything is written, when the limit for comments is reached
 */
export async function writeDeploymentLines(
  client: Client,
  repository: RepositoryName,
  lines: readonly DeploymentLine[],
): Promise<void> {
  const numbers = [...new Set(lines.map(({ number }) => number))];
  const pullRequests = await readComments(client, repository, numbers);
  const writes = numbers.flatMap((number): readonly MutationField[] => {
    const found = pullRequests.get(number);
    if (found === undefined) return [];
    const ours = found.comments.nodes.find(
      ({ body, viewerDidAuthor }) => viewerDidAuthor && body.startsWith(deploymentsMarker),
    );
    const news = lines.filter((line) => line.number === number);
    const body = updateDeploymentsComment(ours?.body ?? null, news);
    if (ours === undefined) return [{ name: "addComment", input: { subjectId: found.id, body } }];
    const input = { id: ours.id, body };
    return ours.body === body ? [] : [{ name: "updateIssueComment", input }];
  });
  if (writes.length === 0) return;
  const { text, variables } = composeMutation("TellDeployments", writes);
  const { problems } = await sendGraphQL(client, text, variables);
  const ofWhole = problems.find(({ path }) => indexOfPath(path) === null);
  if (ofWhole !== undefined) throw errorOf(ofWhole);
}

async function readComments(
  client: Client,
  { owner, name }: RepositoryName,
  numbers: readonly number[],
) {
  const wanted = numbers.map(
    (number) => `pull${number}: pullRequest(number: ${number}) { ...Told }`,
  );
  const query = /* GraphQL */ `
query ReadDeploymentComments($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    ${wanted.join("\n    ")}
  }
}
fragment Told on PullRequest {
  id
  comments(last: 100) { nodes { id body viewerDidAuthor } }
}`;
  const variables = { owner, name };
  const answer = await queryGraphQL(client, query, variables, answerSchema, isGone);
  return new Map(
    numbers.flatMap((number) => {
      const found = answer.repository[`pull${number}`] ?? null;
      return found === null ? [] : [[number, found] as const];
    }),
  );
}

function isGone({ type, path }: GraphQLProblem): boolean {
  return type === "NOT_FOUND" && path.length === 2;
}
