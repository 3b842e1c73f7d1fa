import { z } from "zod";
import { RetryLater, TerminalError } from "#core/errors.ts";
import type { Client } from "./client.ts";
import { errorOf, queryGraphQL, sendGraphQL } from "./graphql.ts";
import { composeMutation } from "./mutation.ts";

/** What a revert's pull request says. */
export type Revert = {
  /** Markdown; holds the marker. */
  readonly body: string;
  /** By which it is found again. */
  readonly marker: string;
};

export type RevertOutcome =
  | { readonly kind: "opened"; readonly number: number }
  | { readonly kind: "refused"; readonly because: string };

/** A revert that was closed unmerged is none: another may be opened. */
const latestQuery = /* GraphQL */ `
query FindRevert($pullRequest: ID!) {
  node(id: $pullRequest) {
    ... on PullRequest {
      repository {
        pullRequests(last: 100, states: [OPEN, MERGED]) { nodes { number body viewerDidAuthor } }
      }
    }
  }
}
`;

const latestSchema = z.object({
  node: z.object({
    repository: z.object({
      pullRequests: z.object({
        nodes: z.array(
          z.object({ number: z.int(), body: z.string(), viewerDidAuthor: z.boolean() }),
        ),
      }),
    }),
  }),
});

const openedSchema = z.object({
  write0: z.object({ revertPullRequest: z.object({ number: z.int() }) }),
});

/**
 * Opens a pull request that takes a merged one back, unless ours with that marker is among the latest hundred.
 *
 * @throws RetryLater when it is not known whether it was opened: the next attempt finds it
 */
export async function revertChange(
  client: Client,
  pullRequest: string,
  { body, marker }: Revert,
): Promise<RevertOutcome> {
  const { node } = await queryGraphQL(client, latestQuery, { pullRequest }, latestSchema);
  const standing = node.repository.pullRequests.nodes.find(
    (pull) => pull.viewerDidAuthor && pull.body.includes(marker),
  );
  if (standing !== undefined) return { kind: "opened", number: standing.number };
  const input = { pullRequestId: pullRequest, body };
  const { text, variables } = composeMutation("RevertChange", [
    { name: "revertPullRequest", input },
  ]);
  const { data, problems } = await sendGraphQL(client, text, variables);
  const [problem] = problems;
  if (problem !== undefined) {
    const error = errorOf(problem);
    if (!(error instanceof TerminalError)) throw error;
    return { kind: "refused", because: problem.message };
  }
  const opened = openedSchema.safeParse(data);
  if (!opened.success) throw new RetryLater("GitHub does not tell which pull request it opened.");
  return { kind: "opened", number: opened.data.write0.revertPullRequest.number };
}
