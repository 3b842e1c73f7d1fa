import type { Account } from "#core/change/facts.ts";
import { isSameRepository, type RepositoryName } from "#core/key.ts";
import { accountOfRest } from "./account.ts";
import type { Client } from "./client.ts";
import { isNotFound } from "./request-error.ts";

/** A deployment, and the run of its job as far as that is known. */
export type DeploymentName = {
  readonly deploymentId: number;
  readonly environment: string;
  readonly runId: number | null;
};

/** Who is behind a deployment, as far as GitHub tells. */
export type Deployer = {
  /** A workflow's job made it, or somebody through the API; null when that is not known. */
  readonly way: "job" | "api" | null;
  /** Who started the run, or made the deployment. */
  readonly by: Account | null;
  /** The people, of all who answered for the environment in that run, that let it pass. */
  readonly passedBy: readonly Account[];
};

const unknown: Deployer = { way: null, by: null, passedBy: [] };

/**
 * Reads who deployed: two calls for what was made through the API, up to four for a job. A deployment does not say which run made it, but its
 * statuses point to the job's page: that address is read for the run's number and never called, and counts only where the run is of the same commit.
 */
export async function readDeployer(
  client: Client,
  repository: RepositoryName,
  deployment: DeploymentName,
): Promise<Deployer> {
  const place = { owner: repository.owner, repo: repository.name };
  const { deploymentId, environment } = deployment;
  try {
    const { data } = await client.request("GET /repos/{owner}/{repo}/deployments/{deployment_id}", {
      ...place,
      deployment_id: deploymentId,
    });
    const runId = deployment.runId ?? (await findRun(client, repository, deploymentId));
    const run = runId === null ? null : await readRun(client, repository, runId);
    if (runId === null || run === null || run.head_sha !== data.sha) {
      return { way: "api", by: data.creator && accountOfRest(data.creator), passedBy: [] };
    }
    const actor = run.triggering_actor ?? run.actor;
    return {
      way: "job",
      by: actor ? accountOfRest(actor) : null,
      passedBy: await readPassedBy(client, repository, { runId, environment }),
    };
  } catch (error) {
    if (isNotFound(error)) return unknown;
    throw error;
  }
}

const runPage =
  /^\/(?<owner>[^/]+)\/(?<name>[^/]+)\/actions\/runs\/(?<runId>[1-9]\d{0,15})(?:\/|$)/;

async function findRun(
  client: Client,
  repository: RepositoryName,
  deploymentId: number,
): Promise<number | null> {
  const { data } = await client.request(
    "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
    { owner: repository.owner, repo: repository.name, deployment_id: deploymentId, per_page: 100 },
  );
  for (const { log_url, creator } of data) {
    const url = URL.parse(log_url ?? "");
    const { owner = "", name = "", runId } = runPage.exec(url?.pathname ?? "")?.groups ?? {};
    const isOurs = creator !== null && accountOfRest(creator).kind === "bot";
    if (isOurs && runId !== undefined && isSameRepository(repository, { owner, name })) {
      return Number(runId);
    }
  }
  return null;
}

async function readRun(client: Client, { owner, name }: RepositoryName, runId: number) {
  try {
    const { data } = await client.request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", {
      ...{ owner, repo: name, run_id: runId },
    });
    return data;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function readPassedBy(
  client: Client,
  { owner, name }: RepositoryName,
  { runId, environment }: { readonly runId: number; readonly environment: string },
): Promise<readonly Account[]> {
  const { data } = await client.request(
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals",
    { owner, repo: name, run_id: runId },
  );
  const people = data
    .filter(
      ({ state, environments }) =>
        state === "approved" && environments.some((one) => one.name === environment),
    )
    .map(({ user }) => accountOfRest(user))
    .filter(({ kind }) => kind === "user");
  return [...new Map(people.map((account) => [account.id, account])).values()];
}
