import { z } from "zod";
import type { DesiredCheckRun } from "#core/change/change-action.ts";
import { planCheckRun } from "#core/change/plan-actions.ts";
import { RetryLater } from "#core/errors.ts";
import type { RepositoryName } from "#core/key.ts";
import { checkRunWrite } from "./check-run-write.ts";
import type { Client } from "./client.ts";
import { queryGraphQL } from "./graphql.ts";
import { findCheckRun } from "./map-written.ts";
import { composeMutation } from "./mutation.ts";
import { checkRunsFragment } from "./snapshot-query.ts";
import { ourCheckRunsSchema } from "./snapshot-schema.ts";

const findQuery = /* GraphQL */ `
query FindCheckRun($owner: String!, $name: String!, $sha: GitObjectID!, $appId: Int!) {
  repository(owner: $owner, name: $name) {
    id
    object(oid: $sha) { ... on Commit { oid ...OurCheckRuns } }
  }
}
${checkRunsFragment}
`;

const foundSchema = z.object({
  repository: z.object({ id: z.string(), object: ourCheckRunsSchema.nullable() }),
});

/**
 * Makes the check run of that name on that commit stand as desired, where no snapshot tells what stands there (a merge group's
 * head). An identical one is not written again.
 *
 * @throws RetryLater while GitHub doesn't know the commit; TerminalError when it refuses
 */
export async function writeCheckRun(
  client: Client,
  appId: number,
  { owner, name }: RepositoryName,
  desired: DesiredCheckRun,
): Promise<void> {
  const variables = { owner, name, sha: desired.headSha, appId };
  const { repository } = await queryGraphQL(client, findQuery, variables, foundSchema);
  if (repository.object === null) throw new RetryLater("GitHub doesn't show the commit yet.");
  const existing = findCheckRun(repository.object, desired.name);
  const [action] = planCheckRun(desired, existing);
  if (action === undefined) return;
  const replaced = action.kind === "update-check-run" ? existing : null;
  const { text, variables: input } = composeMutation("WriteCheckRun", [
    checkRunWrite(repository.id, desired, replaced),
  ]);
  await queryGraphQL(client, text, input, z.object({ write0: z.object({}) }));
}
