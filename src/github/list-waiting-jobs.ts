import { beganAt, type Deployment } from "#core/gate/deployment-log.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { readDeployments } from "./read-deployments.ts";

/** A job that waits before an environment. */
export type WaitingDeployment = {
  readonly runId: number;
  readonly deploymentId: number;
  readonly environment: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
};

/** Of more runs those that were started last. */
const mostRuns = 20;

/**
 * The jobs of a repository that wait for protection rules: one call, and where there are any one for each run and one for their deployments.
 * GitHub does not say which run a deployment belongs to: it is the latest one of its commit that had started when it was made.
 */
export async function listWaitingJobs(
  client: Client,
  repository: RepositoryName,
): Promise<readonly WaitingDeployment[]> {
  const place = { owner: repository.owner, repo: repository.name };
  const { data } = await client.request("GET /repos/{owner}/{repo}/actions/runs", {
    ...place,
    status: "waiting",
    per_page: mostRuns,
  });
  const runs = await Promise.all(
    data.workflow_runs.map(async ({ id, head_sha, run_started_at, created_at }) => {
      const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
      const { data: pending } = await client.request(route, { ...place, run_id: Number(id) });
      const environments = pending.flatMap(({ environment }) => environment.name ?? []);
      const startedAtMs = Date.parse(run_started_at ?? created_at);
      return { id: Number(id), sha: head_sha, environments, startedAtMs };
    }),
  );
  const places = [...new Set(runs.flatMap(({ environments }) => environments))];
  if (places.length === 0) return [];
  const deployments = await readDeployments(client, repository, places);
  return deployments.filter((one) => beganAt(one) === null).flatMap((one) => jobOf(one, runs));
}

function jobOf(
  { id: deploymentId, sha, environment, createdAtMs }: Deployment,
  runs: readonly {
    readonly id: number;
    readonly sha: string;
    readonly environments: readonly string[];
    readonly startedAtMs: number;
  }[],
): readonly WaitingDeployment[] {
  const [latest] = runs
    .filter(
      (run) =>
        run.sha === sha && run.environments.includes(environment) && run.startedAtMs <= createdAtMs,
    )
    .sort((a, b) => b.startedAtMs - a.startedAtMs);
  return latest === undefined ? [] : [{ runId: latest.id, deploymentId, environment, createdAtMs }];
}
