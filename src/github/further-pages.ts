import { TerminalError } from "#core/errors.ts";
import type { Client } from "./client.ts";
import { queryGraphQL } from "./graphql.ts";
import { findOurComment } from "./map-written.ts";
import { furtherCommentsQuery, furtherCommitsQuery, olderReviewsQuery } from "./snapshot-query.ts";
import {
  type CommitNode,
  furtherCommentsSchema,
  furtherCommitsSchema,
  olderReviewsSchema,
  type ReviewNode,
} from "./snapshot-schema.ts";

/** A page of a pull request's comments: the one after `after` (null: the first). */
export type CommentPage = {
  readonly after: string | null;
  /** Whether our comment is on it; else every page before it is known to lack our comment. */
  readonly found: boolean;
};

/** Beyond the newest 100. */
const mostOlderReviews = 900;

/** Beyond the first 100: GitHub lists 250 commits of a pull request. */
const mostFurtherCommits = 150;

/**
 * The reviews before a cursor, oldest first.
 *
 * @throws TerminalError when there are more than can be read: one of them could be a refusal
 */
export async function readOlderReviews(
  client: Client,
  pullRequest: string,
  cursor: string,
): Promise<readonly ReviewNode[]> {
  const readBefore = (before: string) =>
    queryGraphQL(client, olderReviewsQuery, { pullRequest, before }, olderReviewsSchema);
  const older: ReviewNode[] = [];
  for (let before: string | null = cursor; before !== null; ) {
    if (older.length >= mostOlderReviews) {
      throw new TerminalError("The pull request has more than 1,000 reviews: too many to read.");
    }
    const { node } = await readBefore(before);
    const { nodes, pageInfo } = node.reviews;
    older.unshift(...nodes);
    before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null;
  }
  return older;
}

/** The commits after a cursor, as far as GitHub lists them. */
export async function readFurtherCommits(
  client: Client,
  pullRequest: string,
  cursor: string,
): Promise<readonly CommitNode[]> {
  const readAfter = (after: string) =>
    queryGraphQL(client, furtherCommitsQuery, { pullRequest, after }, furtherCommitsSchema);
  const further: CommitNode[] = [];
  for (let after: string | null = cursor; after !== null && further.length < mostFurtherCommits; ) {
    const { node } = await readAfter(after);
    const { nodes, pageInfo } = node.commits;
    further.push(...nodes.map(({ commit }) => commit));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  }
  return further;
}

/** The page after a cursor that holds our comment; when none does, the last page. GitHub takes 2,500 comments at most. */
export async function locateOurComment(
  client: Client,
  pullRequest: string,
  cursor: string,
): Promise<CommentPage> {
  for (let after = cursor; ; ) {
    const { node } = await queryGraphQL(
      client,
      furtherCommentsQuery,
      { pullRequest, after },
      furtherCommentsSchema,
    );
    const { hasNextPage, endCursor } = node.comments.pageInfo;
    const found = findOurComment(node.comments) !== null;
    if (found || !hasNextPage || endCursor === null) return { after, found };
    after = endCursor;
  }
}
