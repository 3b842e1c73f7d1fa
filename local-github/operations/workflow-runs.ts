import { representWholeRun, representWorkflow } from "../represent/workflow-run.ts";
import { type Job, statusOfRun, type Workflow, type WorkflowRun } from "../world/deployment.ts";
import type { Account, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { finishJob, offerJobs } from "./jobs.ts";
import { Refusal } from "./refusal.ts";

/** A job of a workflow. */
export type JobSketch = {
  readonly name: string;
  readonly environment: string | null;
  readonly after: readonly string[];
};

/** Starts a run: jobs begin, or wait for the rules of their environment. */
export async function startRun(
  world: World,
  repository: Repository,
  wanted: Pick<WorkflowRun, "event" | "headSha" | "ref" | "title"> & {
    readonly workflow: string;
    readonly jobs: readonly JobSketch[];
  },
  by: Account,
): Promise<WorkflowRun> {
  const { event, headSha, ref, title } = wanted;
  const workflow = workflowNamed(world, repository, wanted.workflow);
  const { runs } = repository.deployments;
  const now = world.now();
  const run: WorkflowRun = {
    ...world.identify("WFR"),
    kind: "workflow-run",
    repository,
    workflow,
    number: runs.filter((each) => each.workflow === workflow).length + 1,
    event,
    headSha,
    ref,
    title,
    checkSuite: world.identify("CS"),
    actor: by,
    createdAt: now,
    triggeringActor: by,
    attempt: 1,
    startedAt: now,
    updatedAt: now,
    jobs: [],
    answers: [],
  };
  run.jobs = wanted.jobs.map((job) => newJob(world, run, job));
  runs.push(run);
  await announceRun(world, run, "requested");
  await advance(world, run);
  return run;
}

/** Runs every job again, as another attempt: same run, same commit, and the rules ask anew. */
export async function rerun(world: World, run: WorkflowRun, by: Account): Promise<void> {
  if (statusOfRun(run).status !== "completed") {
    throw new Refusal(403, "This workflow is already running");
  }
  run.attempt += 1;
  run.triggeringActor = by;
  run.startedAt = world.now();
  run.jobs = run.jobs.map((job) => newJob(world, run, job));
  await announceRun(world, run, "requested");
  await advance(world, run);
}

/** Begins what can begin, and tells how the run stands when that has changed. */
export async function advance(
  world: World,
  run: WorkflowRun,
  change: () => void = () => {},
): Promise<void> {
  const before = statusOfRun(run).status;
  change();
  offerJobs(world, run);
  run.updatedAt = world.now();
  const { status } = statusOfRun(run);
  const told = status === "in_progress" || status === "completed";
  if (told && status !== before) await announceRun(world, run, status);
}

/** Ends a run's jobs that have not ended: nobody answers a rule for them any more. */
export async function endRun(
  world: World,
  run: WorkflowRun,
  conclusion: "cancelled" | "failure",
): Promise<void> {
  await advance(world, run, () => {
    for (const job of run.jobs) {
      if (job.state !== "completed") finishJob(world, job, conclusion);
    }
  });
}

function newJob(world: World, run: WorkflowRun, { name, environment, after }: JobSketch): Job {
  return {
    ...world.identify("JOB"),
    kind: "job",
    run,
    name,
    environment,
    after,
    state: "blocked",
    conclusion: null,
    deployment: null,
    awaited: new Set(),
  };
}

function workflowNamed(world: World, repository: Repository, name: string): Workflow {
  const { workflows } = repository.deployments;
  const path = `.github/workflows/${name}.yml`;
  const workflow = workflows.get(path) ?? { ...world.identify("W"), name, path };
  workflows.set(path, workflow);
  return workflow;
}

async function announceRun(
  world: World,
  run: WorkflowRun,
  action: "requested" | "in_progress" | "completed",
): Promise<void> {
  const head = await run.repository.git.commitOf(run.headSha);
  world.announce({
    event: "workflow_run",
    action,
    sender: run.triggeringActor,
    repository: run.repository,
    payload: {
      workflow: representWorkflow(world, run),
      workflow_run: representWholeRun(world, run, head),
    },
  });
}
