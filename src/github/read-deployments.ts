import { z } from "zod";
import type { Deployment } from "#core/gate/deployment-log.ts";
import type { GateName } from "#core/gate/gate-request.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { queryGraphQL } from "./graphql.ts";
import { isNotFound } from "./request-error.ts";
import { listOf } from "./snapshot-schema.ts";

const query = /* GraphQL */ `
query ReadDeployments($owner: String!, $name: String!, $environments: [String!]!) {
  repository(owner: $owner, name: $name) {
    deployments(environments: $environments, first: 100, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes {
        databaseId commitOid createdAt environment originalEnvironment
        statuses(first: 50) { nodes { state createdAt } }
      }
    }
  }
}`;

const answerSchema = z.object({
  repository: z.object({
    deployments: z.object({
      nodes: listOf(
        z.object({
          databaseId: z.int(),
          commitOid: z.string(),
          createdAt: z.string(),
          environment: z.string().nullable(),
          originalEnvironment: z.string().nullable(),
          statuses: z
            .object({ nodes: listOf(z.object({ state: z.string(), createdAt: z.string() })) })
            .nullable(),
        }),
      ),
    }),
  }),
});

/** The newest 100 deployments to some environments with how they went: one call. */
export async function readDeployments(
  client: Client,
  { owner, name }: RepositoryName,
  environments: readonly string[],
): Promise<readonly Deployment[]> {
  const variables = { owner, name, environments };
  const { repository } = await queryGraphQL(client, query, variables, answerSchema);
  return repository.deployments.nodes.map((node) => ({
    id: node.databaseId,
    sha: node.commitOid,
    createdAtMs: Date.parse(node.createdAt),
    environment: node.originalEnvironment ?? node.environment ?? "",
    statuses: (node.statuses?.nodes ?? []).map(({ state, createdAt }) => ({
      state: state.toLowerCase(),
      atMs: Date.parse(createdAt),
    })),
  }));
}

/** What a gate is about; null when GitHub does not know it (any more). It never changes: a call, and one more where the commit is not known yet. */
export async function readGateFacts(
  client: Client,
  repository: RepositoryName,
  name: Exclude<GateName, { kind: "gate-api" }>,
  sha: string | null,
): Promise<{ readonly sha: string; readonly runAttempt: number | null } | null> {
  const place = { owner: repository.owner, repo: repository.name };
  try {
    const [deployment, run] = await Promise.all([
      sha === null
        ? client.request("GET /repos/{owner}/{repo}/deployments/{deployment_id}", {
            ...place,
            deployment_id: name.deploymentId,
          })
        : null,
      name.kind === "protection-rule"
        ? client.request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", {
            ...place,
            run_id: name.runId,
          })
        : null,
    ]);
    const runAttempt = run === null ? null : (run.data.run_attempt ?? 1);
    return { sha: sha ?? deployment?.data.sha ?? "", runAttempt };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

const updatedSchema = z.object({
  repository: z.record(z.string(), z.object({ updatedAt: z.string() }).nullable()),
});

const pullRequestsOfQuery = 100;

/** When GitHub last changed pull requests, by number, ISO 8601: a call for 100. What it does not tell is left out. */
export async function readUpdates(
  client: Client,
  { owner, name }: RepositoryName,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const updates = new Map<number, string>();
  for (let start = 0; start < numbers.length; start += pullRequestsOfQuery) {
    const some = numbers.slice(start, start + pullRequestsOfQuery);
    const fields = some.map(
      (number) => `pull${number}: pullRequest(number: ${number}) { updatedAt }`,
    );
    const text = `query ReadUpdates($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { ${fields.join(" ")} }
}`;
    const answer = await queryGraphQL(client, text, { owner, name }, updatedSchema);
    for (const number of some) {
      const found = answer.repository[`pull${number}`];
      if (found) updates.set(number, found.updatedAt);
    }
  }
  return updates;
}
