import type { Commit } from "../git/commit.ts";
import { type Job, shortRef, statusOfRun, type WorkflowRun } from "../world/deployment.ts";
import type { World } from "../world/world.ts";
import { type Json, representOwner } from "./account.ts";
import { representEventCommit } from "./commit.ts";
import { repositoryPage, repositoryUrl, representMinimalRepository } from "./repository.ts";

/** A run in the REST API. */
export function runUrl(world: World, { id, repository }: WorkflowRun): string {
  return `${repositoryUrl(world, repository)}/actions/runs/${id}`;
}

/** A run's page. */
export function runPage(world: World, { id, repository }: WorkflowRun): string {
  return `${repositoryPage(world, repository)}/actions/runs/${id}`;
}

/** A job's page. */
export function workflowJobPage(world: World, { run, id }: Job): string {
  return `${runPage(world, run)}/job/${id}`;
}

/** A workflow run as deployments carry it. */
export function representWorkflowRun(world: World, run: WorkflowRun): Json {
  const url = runUrl(world, run);
  const repository = repositoryUrl(world, run.repository);
  const place = representMinimalRepository(world, run.repository);
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: run.nodeId,
    head_branch: shortRef(run.ref),
    head_sha: run.headSha,
    path: run.workflow.path,
    display_title: run.title,
    run_number: run.number,
    event: run.event,
    ...statusOfRun(run),
    workflow_id: run.workflow.id,
    check_suite_id: run.checkSuite.id,
    check_suite_node_id: run.checkSuite.nodeId,
    url,
    html_url: runPage(world, run),
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    actor: representOwner(world, run.actor),
    triggering_actor: representOwner(world, run.triggeringActor),
    run_attempt: run.attempt,
    run_started_at: run.startedAt,
    referenced_workflows: [],
    previous_attempt_url: run.attempt === 1 ? null : `${url}/attempts/${run.attempt - 1}`,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repository}/check-suites/${run.checkSuite.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    workflow_url: `${repository}/actions/workflows/${run.workflow.id}`,
    repository: place,
    head_repository: place,
  };
}

/** A run in full, with its commit. */
export function representWholeRun(world: World, run: WorkflowRun, head: Commit): Json {
  const { id, tree_id, message, timestamp, author, committer } = representEventCommit(
    world,
    run.repository,
    head,
  );
  return {
    ...representWorkflowRun(world, run),
    head_commit: { id, tree_id, message, timestamp, author, committer },
  };
}

/** The workflow that a run is one of. */
export function representWorkflow(world: World, { repository, workflow }: WorkflowRun): Json {
  const page = repositoryPage(world, repository);
  const createdAt = repository.createdAt;
  return {
    id: workflow.id,
    node_id: workflow.nodeId,
    name: workflow.name,
    path: workflow.path,
    state: "active",
    created_at: createdAt,
    updated_at: createdAt,
    url: `${repositoryUrl(world, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${page}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
  };
}
