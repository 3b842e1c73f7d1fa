import { answerRule } from "../../operations/protection-rules.ts";
import { notFound } from "../../operations/refusal.ts";
import { representOwner } from "../../represent/account.ts";
import {
  representEnvironment,
  representEnvironmentName,
  representRules,
} from "../../represent/deployment.ts";
import { representWholeRun } from "../../represent/workflow-run.ts";
import {
  type Environment,
  shortRef,
  statusOfRun,
  type WorkflowRun,
} from "../../world/deployment.ts";
import { type Call, noContent, ok, page, repositoryOf, route } from "../route.ts";

/** Workflow runs and what they wait for. https://docs.github.com/rest/actions/workflow-runs */
export const actionsRoutes = [
  route("GET /repos/{owner}/{repo}/actions/runs", ["actions:read"], async (call) => {
    const { actor, branch, event, status, head_sha: sha } = call.parameters;
    const { git, deployments } = repositoryOf(call);
    const matching = deployments.runs.filter(
      (run) =>
        (actor === undefined || run.actor.login === actor) &&
        (branch === undefined || shortRef(run.ref) === branch) &&
        (event === undefined || run.event === event) &&
        (sha === undefined || run.headSha === sha) &&
        (status === undefined || Object.values<string | null>(statusOfRun(run)).includes(status)),
    );
    const heads = new Map(
      await Promise.all(
        matching.map(async ({ headSha }) => [headSha, await git.commitOf(headSha)] as const),
      ),
    );
    return page(call, matching.toReversed(), (shown) => ({
      total_count: matching.length,
      workflow_runs: shown.flatMap((run) => {
        const head = heads.get(run.headSha);
        return head ? [representWholeRun(call.world, run, head)] : [];
      }),
    }));
  }),
  route("GET /repos/{owner}/{repo}/actions/runs/{run_id}", ["actions:read"], async (call) => {
    const run = runOf(call);
    return ok(representWholeRun(call.world, run, await run.repository.git.commitOf(run.headSha)));
  }),
  route("GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals", ["actions:read"], (call) =>
    ok(
      runOf(call).answers.map(({ environment, state, by, comment }) => ({
        environments: [
          {
            ...representEnvironmentName(call.world, environment),
            created_at: environment.createdAt,
            updated_at: environment.createdAt,
          },
        ],
        state,
        user: representOwner(call.world, by),
        comment,
      })),
    ),
  ),
  route(
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments",
    ["actions:read"],
    (call) => {
      const run = runOf(call);
      const waiting = run.jobs.filter(({ state }) => state === "waiting");
      const names = new Set(waiting.map(({ environment }) => environment ?? ""));
      const { environments } = run.repository.deployments;
      return ok(
        [...names]
          .flatMap((name) => environments.get(name) ?? [])
          .map((environment) => ({
            environment: representEnvironmentName(call.world, environment),
            wait_timer: 0,
            wait_timer_started_at: null,
            current_user_can_approve: false,
            reviewers: [],
          })),
      );
    },
  ),
  route(
    "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule",
    ["deployments:write"],
    async (call) => {
      const { environment_name: environmentName, comment = "", ...rest } = call.parameters;
      const state = "state" in rest ? rest.state : null;
      const answer = { environmentName, state, comment };
      await answerRule(call.world, runOf(call), answer, call.world.app);
      return noContent;
    },
  ),
];

/** Where a repository deploys to. https://docs.github.com/rest/deployments/environments */
export const environmentRoutes = [
  route("GET /repos/{owner}/{repo}/environments", ["actions:read"], (call) => {
    const all = [...repositoryOf(call).deployments.environments.values()];
    return page(call, all, (shown) => ({
      total_count: all.length,
      environments: shown.map((environment) => representEnvironment(call.world, environment)),
    }));
  }),
  route("GET /repos/{owner}/{repo}/environments/{environment_name}", ["actions:read"], (call) =>
    ok(representEnvironment(call.world, environmentOf(call))),
  ),
  route(
    "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules",
    ["actions:read"],
    (call) => {
      const rules = representRules(call.world, environmentOf(call));
      return ok({ total_count: rules.length, custom_deployment_protection_rules: rules });
    },
  ),
];

function runOf(call: Call<{ owner: string; repo: string; run_id: number }>): WorkflowRun {
  const { runs } = repositoryOf(call).deployments;
  const run = runs.find(({ id }) => id === call.parameters.run_id);
  if (!run) throw notFound();
  return run;
}

function environmentOf(
  call: Call<{ owner: string; repo: string; environment_name: string }>,
): Environment {
  const { environments } = repositoryOf(call).deployments;
  const environment = environments.get(call.parameters.environment_name);
  if (!environment) throw notFound();
  return environment;
}
