import type { Deployment, DeploymentStatus, Environment } from "../world/deployment.ts";
import type { World } from "../world/world.ts";
import { apiUrl, type Json, representOwner } from "./account.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

/** A deployment. Its environment is what the latest status says; the original one stays. */
export function representDeployment(world: World, deployment: Deployment): Json {
  const repository = repositoryUrl(world, deployment.repository);
  const url = deploymentUrl(world, deployment);
  return {
    url,
    node_id: deployment.nodeId,
    ...representRequestedDeployment(world, deployment),
    description: deployment.description,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: repository,
    performed_via_github_app: null,
  };
}

/** The fields that a protection rule is told. */
export function representRequestedDeployment(world: World, deployment: Deployment): Json {
  return {
    id: deployment.id,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    environment: deployment.environment,
    original_environment: deployment.originalEnvironment,
    creator: representOwner(world, deployment.creator),
    created_at: deployment.createdAt,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
  };
}

/** A deployment's status. */
export function representDeploymentStatus(world: World, status: DeploymentStatus): Json {
  const url = deploymentUrl(world, status.deployment);
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    creator: representOwner(world, status.creator),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: repositoryUrl(world, status.deployment.repository),
    performed_via_github_app: null,
  };
}

/** An environment as others name it. */
export function representEnvironmentName(world: World, environment: Environment): Json {
  const { id, nodeId, name, repository } = environment;
  return {
    id,
    node_id: nodeId,
    name,
    url: `${repositoryUrl(world, repository)}/environments/${encodeURIComponent(name)}`,
    html_url: `${repositoryPage(world, repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
  };
}

/** An environment. The built-in rules are listed here, those of apps are not. */
export function representEnvironment(world: World, environment: Environment): Json {
  return {
    ...representEnvironmentName(world, environment),
    created_at: environment.createdAt,
    updated_at: environment.createdAt,
    can_admins_bypass: environment.adminsMayBypass,
    protection_rules: [],
    deployment_branch_policy: null,
  };
}

/** The rules that apps answer in an environment. */
export function representRules(world: World, { rules }: Environment): readonly Json[] {
  return [...rules].map(([app, { id, nodeId }]) => ({
    id,
    node_id: nodeId,
    enabled: true,
    app: {
      id: app.id,
      slug: app.slug,
      integration_url: `${apiUrl(world)}/apps/${app.slug}`,
      node_id: app.nodeId,
    },
  }));
}

function deploymentUrl(world: World, { id, repository }: Deployment): string {
  return `${repositoryUrl(world, repository)}/deployments/${id}`;
}
