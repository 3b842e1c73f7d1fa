import { representDeployment, representDeploymentStatus } from "../represent/deployment.ts";
import { representWorkflow, representWorkflowRun } from "../represent/workflow-run.ts";
import type { Deployment, DeploymentState, DeploymentStatus } from "../world/deployment.ts";
import type { Account, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { environmentNamed } from "./environments.ts";
import { unprocessable } from "./refusal.ts";

/** In characters. https://docs.github.com/rest/deployments/statuses#create-a-deployment-status */
const longestDescription = 140;

export type NewDeployment = Pick<
  Deployment,
  "sha" | "ref" | "task" | "payload" | "description" | "transient" | "production" | "job"
> & { readonly environment: string };

/** Makes a deployment, and its environment where it is new, and tells of it. */
export function createDeployment(
  world: World,
  repository: Repository,
  wanted: NewDeployment,
  creator: Account,
): Deployment {
  environmentNamed(world, repository, wanted.environment);
  const now = world.now();
  const deployment: Deployment = {
    ...world.identify("DE"),
    kind: "deployment",
    repository,
    ...wanted,
    originalEnvironment: wanted.environment,
    creator,
    createdAt: now,
    updatedAt: now,
    statuses: [],
  };
  repository.deployments.all.push(deployment);
  world.announce({
    event: "deployment",
    action: "created",
    sender: creator,
    repository,
    payload: { deployment: representDeployment(world, deployment), ...originOf(world, deployment) },
  });
  return deployment;
}

export type NewDeploymentStatus = {
  readonly state: DeploymentState;
  readonly description?: string;
  readonly logUrl?: string;
  readonly environmentUrl?: string;
  /** Another environment than the deployment's from now on. */
  readonly environment?: string;
  readonly autoInactive?: boolean;
};

/** Adds a status. A success makes the earlier ones of the environment inactive, but for production. */
export function createDeploymentStatus(
  world: World,
  deployment: Deployment,
  wanted: NewDeploymentStatus,
  creator: Account,
): DeploymentStatus {
  const { state, description = "", environment = deployment.environment } = wanted;
  if ([...description].length > longestDescription) {
    const message = `description is too long (maximum is ${longestDescription} characters)`;
    const detail = { resource: "DeploymentStatus", field: "description", code: "custom", message };
    throw unprocessable("Validation Failed", [detail]);
  }
  const { logUrl = "", environmentUrl = "" } = wanted;
  const made = { state, creator, description, environment, logUrl, environmentUrl };
  const status = addStatus(world, deployment, made);
  if (state === "success" && wanted.autoInactive !== false) {
    for (const replaced of replacedBy(deployment)) {
      addStatus(world, replaced, { ...made, state: "inactive", description: "", logUrl: "" });
    }
  }
  return status;
}

/** https://docs.github.com/rest/deployments/deployments#inactive-deployments */
function replacedBy(deployment: Deployment): readonly Deployment[] {
  return deployment.repository.deployments.all.filter(
    (other) =>
      other !== deployment &&
      other.environment === deployment.environment &&
      !other.transient &&
      !other.production &&
      other.statuses[0]?.state === "success",
  );
}

function addStatus(
  world: World,
  deployment: Deployment,
  part: Omit<DeploymentStatus, "id" | "nodeId" | "deployment" | "createdAt">,
): DeploymentStatus {
  const createdAt = world.now();
  const status: DeploymentStatus = { ...world.identify("DES"), deployment, ...part, createdAt };
  deployment.statuses.unshift(status);
  deployment.environment = status.environment;
  deployment.updatedAt = createdAt;
  world.announce({
    event: "deployment_status",
    action: "created",
    sender: status.creator,
    repository: deployment.repository,
    payload: {
      deployment_status: representDeploymentStatus(world, status),
      deployment: representDeployment(world, deployment),
      check_run: null,
      ...originOf(world, deployment),
    },
  });
  return status;
}

/** The workflow run that deploys; nulls for what was made through the API. */
function originOf(world: World, { job }: Deployment): object {
  return {
    workflow: job && representWorkflow(world, job.run),
    workflow_run: job && representWorkflowRun(world, job.run),
  };
}
