import { finishJob } from "../operations/jobs.ts";
import { answerRule, bypassRules } from "../operations/protection-rules.ts";
import { advance, endRun, rerun, startRun } from "../operations/workflow-runs.ts";
import { runPage } from "../represent/workflow-run.ts";
import { type Job, type RuleAnswer, statusOfRun, type WorkflowRun } from "../world/deployment.ts";
import { resolveCommit } from "../world/lookup.ts";
import type { Repository } from "../world/model.ts";
import { fullName, type World } from "../world/world.ts";
import { otherApp } from "./checks.ts";
import { type Who, whoIs } from "./who.ts";

/** A run of a workflow whose jobs deploy, or not. */
export type RunSketch = {
  readonly by: Who;
  /** A branch or tag; the default branch when absent. */
  readonly ref?: string;
  /** The commit; the tip of the ref when absent. */
  readonly sha?: string;
  readonly event?: string;
  readonly workflow?: string;
  readonly jobs: readonly {
    /** The environment's name when absent, else `job`. */
    readonly name?: string;
    readonly environment?: string;
    /** Names of the jobs that must succeed first. */
    readonly after?: readonly string[];
  }[];
};

/** Starts a run as a push or a person does. */
export async function startSketch(
  world: World,
  repository: Repository,
  sketch: RunSketch,
): Promise<WorkflowRunScenario> {
  const { ref = repository.defaultBranch, event = "push", workflow = "deploy", jobs } = sketch;
  const headSha = await resolveCommit(repository, sketch.sha ?? ref);
  if (headSha === null) throw new Error(`${fullName(repository)} has no ${sketch.sha ?? ref}`);
  const kind = repository.tags.has(ref) ? "tags" : "heads";
  const [title = ""] = (await repository.git.commitOf(headSha)).message.split("\n");
  const wanted = {
    event,
    workflow,
    headSha,
    title,
    ref: `refs/${kind}/${ref}`,
    jobs: jobs.map(({ name, environment, after }) => ({
      name: name ?? environment ?? "job",
      environment: environment ?? null,
      after: after ?? [],
    })),
  };
  const run = await startRun(world, repository, wanted, whoIs(world, sketch.by));
  return new WorkflowRunScenario(world, run);
}

/** A workflow run that people in a test watch, end and start again. */
export class WorkflowRunScenario {
  readonly state: WorkflowRun;
  readonly #world: World;

  constructor(world: World, run: WorkflowRun) {
    this.#world = world;
    this.state = run;
  }

  get id(): number {
    return this.state.id;
  }

  /** Where people see it. */
  get url(): string {
    return runPage(this.#world, this.state);
  }

  get status(): string {
    const { status, conclusion } = statusOfRun(this.state);
    return conclusion ?? status;
  }

  /** What was answered about an environment, oldest first: reports, decisions and bypasses. */
  answers(environment: string): readonly RuleAnswer[] {
    return this.state.answers.filter((answer) => answer.environment.name === environment);
  }

  /** A job of the latest attempt. */
  job(name: string): Job {
    const job = this.state.jobs.find((each) => each.name === name);
    if (!job) throw new Error(`the run has no job ${name}`);
    return job;
  }

  /** A job that is under way ends. */
  async finish(name: string, conclusion: "success" | "failure" = "success"): Promise<void> {
    const job = this.job(name);
    if (job.state !== "in_progress") throw new Error(`the job ${name} is ${job.state}`);
    await advance(this.#world, this.state, () => finishJob(this.#world, job, conclusion));
  }

  /** Runs all jobs again, as another attempt. */
  async rerun(by: Who): Promise<void> {
    await rerun(this.#world, this.state, whoIs(this.#world, by));
  }

  async cancel(): Promise<void> {
    await endRun(this.#world, this.state, "cancelled");
  }

  /** What GitHub does after thirty days without an answer. */
  async expire(): Promise<void> {
    await endRun(this.#world, this.state, "failure");
  }

  /** An administrator starts what waits in an environment. */
  async bypass(environment: string, by: Who, comment = ""): Promise<void> {
    const wanted = { environmentName: environment, comment };
    await bypassRules(this.#world, this.state, wanted, whoIs(this.#world, by));
  }

  /** Another app answers its own rule. */
  async answerAs(
    app: string,
    environment: string,
    state: "approved" | "rejected",
    comment = "",
  ): Promise<void> {
    const answer = { environmentName: environment, state, comment };
    await answerRule(this.#world, this.state, answer, otherApp(this.#world, app));
  }
}
