import type { Deployment, DeploymentStatus } from "../../world/deployment.ts";
import type { Repository } from "../../world/model.ts";
import { connection, type PageArguments } from "../connection.ts";
import { type Context, requirePermission } from "../context.ts";

export type DeploymentsArguments = PageArguments & {
  readonly environments?: readonly string[] | null;
  readonly orderBy?: { readonly field: "CREATED_AT"; readonly direction: "ASC" | "DESC" } | null;
};

/** `Repository.deployments`: the oldest first unless asked otherwise. */
export function deploymentsConnection(
  context: Context,
  repository: Repository,
  page: DeploymentsArguments,
): object {
  requirePermission(context, repository, "deployments:read");
  const { environments, orderBy } = page;
  const matching = repository.deployments.all.filter(
    ({ environment }) => !environments || environments.includes(environment),
  );
  const sorted = orderBy?.direction === "DESC" ? matching.toReversed() : matching;
  return connection("deployments", page, sorted, deploymentView);
}

/** `Deployment`. */
function deploymentView(deployment: Deployment): object {
  return {
    __typename: "Deployment",
    id: deployment.nodeId,
    databaseId: deployment.id,
    commitOid: deployment.sha,
    environment: deployment.environment,
    originalEnvironment: deployment.originalEnvironment,
    task: deployment.task,
    createdAt: deployment.createdAt,
    statuses: (page: PageArguments) =>
      connection("statuses", page, deployment.statuses, statusView),
  };
}

/** `DeploymentStatus`. */
function statusView({ nodeId, state, environment, createdAt }: DeploymentStatus): object {
  const __typename = "DeploymentStatus";
  return { __typename, id: nodeId, state: state.toUpperCase(), environment, createdAt };
}
