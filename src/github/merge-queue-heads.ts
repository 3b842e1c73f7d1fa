import { z } from "zod";
import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { queryGraphQL } from "./graphql.ts";

const query = /* GraphQL */ `
query MergeQueueHeads($owner: String!, $name: String!, $branch: String!) {
  repository(owner: $owner, name: $name) {
    mergeQueue(branch: $branch) { entries(first: 100) { nodes { headCommit { oid } } } }
  }
}
`;

const entrySchema = z.object({ headCommit: z.object({ oid: z.string() }).nullable() });
const answerSchema = z.object({
  repository: z.object({
    mergeQueue: z
      .object({ entries: z.object({ nodes: z.array(entrySchema.nullable()) }).nullable() })
      .nullable(),
  }),
});

/** The commits that a branch's merge queue would bring to it, each the head of a merge group; none where nothing is queued. */
export async function readMergeQueueHeads(
  client: Client,
  repository: RepositoryName,
  branch: string,
): Promise<readonly string[]> {
  const variables = { ...repository, branch };
  const answer = await queryGraphQL(client, query, variables, answerSchema);
  const entries = answer.repository.mergeQueue?.entries?.nodes ?? [];
  return entries.flatMap((entry) => entry?.headCommit?.oid ?? []);
}
