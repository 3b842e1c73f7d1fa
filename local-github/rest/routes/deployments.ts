import { createDeploymentStatus } from "../../operations/deployments.ts";
import { notFound } from "../../operations/refusal.ts";
import { type DeploymentRequest, requestDeployment } from "../../operations/request-deployment.ts";
import { representDeployment, representDeploymentStatus } from "../../represent/deployment.ts";
import type { Deployment } from "../../world/deployment.ts";
import { type Call, created, ok, page, repositoryOf, route } from "../route.ts";

/** Deployments and their statuses. https://docs.github.com/rest/deployments/deployments */
export const deploymentRoutes = [
  route("GET /repos/{owner}/{repo}/deployments", ["deployments:read"], (call) => {
    const { sha, ref, task, environment } = call.parameters;
    const asked = (filter: string | null | undefined, value: string) =>
      filter === undefined || filter === null || filter === "none" || filter === value;
    const matching = repositoryOf(call).deployments.all.filter(
      (each) =>
        asked(sha, each.sha) &&
        asked(ref, each.ref) &&
        asked(task, each.task) &&
        asked(environment, each.environment),
    );
    return page(call, matching.toReversed(), (shown) =>
      shown.map((each) => representDeployment(call.world, each)),
    );
  }),
  route("POST /repos/{owner}/{repo}/deployments", ["deployments:write"], async (call) => {
    const { world, caller, parameters } = call;
    const repository = repositoryOf(call);
    const request = requestOf(parameters);
    const deployment = await requestDeployment(world, repository, request, caller.account);
    if (deployment) return created(representDeployment(world, deployment));
    const { defaultBranch } = repository;
    const message = `Auto-merged ${defaultBranch} into ${request.ref} on deployment.`;
    return { status: 202, body: { message } };
  }),
  route("GET /repos/{owner}/{repo}/deployments/{deployment_id}", ["deployments:read"], (call) =>
    ok(representDeployment(call.world, deploymentOf(call))),
  ),
  route(
    "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
    ["deployments:read"],
    (call) =>
      page(call, deploymentOf(call).statuses, (shown) =>
        shown.map((status) => representDeploymentStatus(call.world, status)),
      ),
  ),
  route(
    "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
    ["deployments:write"],
    (call) => {
      const { world, caller, parameters } = call;
      const { state, description, environment, target_url: target } = parameters;
      const { log_url: logUrl = target, environment_url: environmentUrl } = parameters;
      const { auto_inactive: autoInactive } = parameters;
      const wanted = {
        state,
        ...(description !== undefined && { description }),
        ...(environment !== undefined && { environment }),
        ...(logUrl !== undefined && { logUrl }),
        ...(environmentUrl !== undefined && { environmentUrl }),
        ...(autoInactive !== undefined && { autoInactive }),
      };
      const status = createDeploymentStatus(world, deploymentOf(call), wanted, caller.account);
      return created(representDeploymentStatus(world, status));
    },
  ),
];

function deploymentOf(
  call: Call<{ owner: string; repo: string; deployment_id: number | bigint }>,
): Deployment {
  const { all } = repositoryOf(call).deployments;
  const deployment = all.find(({ id }) => id === Number(call.parameters.deployment_id));
  if (!deployment) throw notFound();
  return deployment;
}

type RequestParameters = {
  ref: string;
  task?: string;
  auto_merge?: boolean;
  required_contexts?: string[];
  payload?: unknown;
  environment?: string;
  description?: string | null;
  transient_environment?: boolean;
  production_environment?: boolean;
};

function requestOf(wanted: RequestParameters): DeploymentRequest {
  const { ref, task, environment = "production", payload, description } = wanted;
  const { auto_merge: autoMerge, required_contexts: requiredContexts } = wanted;
  const { transient_environment: transient, production_environment: production } = wanted;
  return {
    ref,
    environment,
    payload,
    ...(task !== undefined && { task }),
    ...(description !== undefined && { description }),
    ...(autoMerge !== undefined && { autoMerge }),
    ...(requiredContexts && { requiredContexts }),
    ...(transient !== undefined && { transient }),
    ...(production !== undefined && { production }),
  };
}
