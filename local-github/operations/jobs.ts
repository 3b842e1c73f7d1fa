import { representRequestedDeployment } from "../represent/deployment.ts";
import { representPullRequestMention } from "../represent/pull-request.ts";
import { runUrl, workflowJobPage } from "../represent/workflow-run.ts";
import { type Job, type JobConclusion, shortRef, type WorkflowRun } from "../world/deployment.ts";
import type { Account, App } from "../world/model.ts";
import { pullRequestsOf, type World } from "../world/world.ts";
import { createApp } from "./accounts.ts";
import { createDeployment, createDeploymentStatus } from "./deployments.ts";
import { environmentNamed } from "./environments.ts";

/** Looks at every job that waits for others: begins it, has its rules asked, or skips it when one of them failed. */
export function offerJobs(world: World, run: WorkflowRun): void {
  for (let job = nextJob(run); job; job = nextJob(run)) {
    const failed = needed(job).some(({ conclusion }) => conclusion !== "success");
    if (failed) finishJob(world, job, "skipped");
    else if (job.environment === null) job.state = "in_progress";
    else deploy(world, job, job.environment);
  }
}

/** A job whose rules are all fulfilled begins to deploy. */
export function beginJob(world: World, job: Job): void {
  job.awaited.clear();
  job.state = "in_progress";
  sayStatus(world, job, "in_progress");
}

/** Ends a job, and its deployment with it. */
export function finishJob(world: World, job: Job, conclusion: JobConclusion): void {
  job.awaited.clear();
  job.state = "completed";
  job.conclusion = conclusion;
  if (job.deployment) sayStatus(world, job, conclusion === "success" ? "success" : "failure");
}

function nextJob(run: WorkflowRun): Job | undefined {
  return run.jobs.find(
    (job) => job.state === "blocked" && needed(job).every(({ state }) => state === "completed"),
  );
}

function needed({ run, after }: Job): readonly Job[] {
  return run.jobs.filter(({ name }) => after.includes(name));
}

function deploy(world: World, job: Job, name: string): void {
  const { run } = job;
  const environment = environmentNamed(world, run.repository, name);
  const ref = shortRef(run.ref);
  job.deployment = createDeployment(
    world,
    run.repository,
    {
      sha: run.headSha,
      ref,
      environment: name,
      task: "deploy",
      payload: {},
      description: null,
      transient: false,
      production: name === "production",
      job,
    },
    actionsBot(world),
  );
  for (const app of environment.rules.keys()) job.awaited.add(app);
  if (job.awaited.size === 0) {
    beginJob(world, job);
    return;
  }
  job.state = "waiting";
  for (const app of job.awaited) askRule(world, job, app);
}

/** Carries no run id, attempt or job id: the run is to be read from the callback's address. */
function askRule(world: World, job: Job, app: App): void {
  const { run, deployment } = job;
  if (app !== world.app || !deployment) return; // other apps have ears of their own
  const { repository, headSha, ref, event } = run;
  const pulls = pullRequestsOf(repository).filter(
    ({ state, head }) => event === "pull_request" && state === "open" && head.sha === headSha,
  );
  world.announce({
    event: "deployment_protection_rule",
    action: "requested",
    sender: run.triggeringActor,
    repository,
    payload: {
      environment: job.environment,
      event,
      sha: headSha,
      ref,
      deployment_callback_url: `${runUrl(world, run)}/deployment_protection_rule`,
      deployment: representRequestedDeployment(world, deployment),
      pull_requests: pulls.map((pull) => representPullRequestMention(world, pull)),
    },
  });
}

function sayStatus(world: World, job: Job, state: "in_progress" | "success" | "failure"): void {
  if (!job.deployment) return;
  const logUrl = workflowJobPage(world, job);
  createDeploymentStatus(world, job.deployment, { state, logUrl }, actionsBot(world));
}

/** In whose name GitHub Actions deploys. */
function actionsBot(world: World): Account {
  const slug = "github-actions";
  const app = world.appNamed(slug) ?? createApp(world, slug, "GitHub Actions", null);
  return app.bot;
}
