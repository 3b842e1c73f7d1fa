import type { Environment, Job, RuleAnswer, WorkflowRun } from "../world/deployment.ts";
import type { Account, App } from "../world/model.ts";
import { accessOf } from "../world/permission.ts";
import type { World } from "../world/world.ts";
import { beginJob, finishJob } from "./jobs.ts";
import { Refusal, unprocessable } from "./refusal.ts";
import { advance } from "./workflow-runs.ts";

// https://docs.github.com/actions/how-tos/deploy/configure-and-manage-deployments/create-custom-protection-rules
const longestComment = 1_024;
const mostReports = 10;

/** What an app answers; without a state it reports and decides nothing. */
export type Answer = {
  readonly environmentName: string;
  readonly state: "approved" | "rejected" | null;
  readonly comment: string;
};

/**
 * An app answers its rule: every job of the run that waits for it in the environment now is released or fails; jobs
 * that come to wait later are asked for anew.
 */
export async function answerRule(
  world: World,
  run: WorkflowRun,
  { environmentName, state, comment }: Answer,
  app: App,
): Promise<void> {
  const environment = run.repository.deployments.environments.get(environmentName);
  const waiting = run.jobs.filter(
    (job) => job.environment === environmentName && job.awaited.has(app),
  );
  if (!environment || waiting.length === 0) {
    throw unprocessable("There is no pending deployment to approve or reject.");
  }
  if ([...comment].length > longestComment) {
    throw unprocessable(`Comment is too long (maximum is ${longestComment} characters)`);
  }
  if (state === null) refuseMoreReports(run, waiting);
  record(world, environment, waiting, { state: state ?? "pending", comment, by: app.bot });
  if (state === null) return;
  await advance(world, run, () => {
    for (const job of waiting) decide(world, job, state, app);
  });
}

/** An administrator starts what waits in an environment, whatever its rules say. */
export async function bypassRules(
  world: World,
  run: WorkflowRun,
  { environmentName, comment }: { readonly environmentName: string; readonly comment: string },
  by: Account,
): Promise<void> {
  const environment = run.repository.deployments.environments.get(environmentName);
  const waiting = run.jobs.filter(
    (job) => job.environment === environmentName && job.state === "waiting",
  );
  if (!environment || waiting.length === 0) throw new Error(`nothing waits for ${environmentName}`);
  if (accessOf(run.repository, by).role !== "admin" || !environment.adminsMayBypass) {
    throw new Refusal(403, `${by.login} may not bypass the rules of ${environmentName}.`);
  }
  record(world, environment, waiting, { state: "approved", comment, by });
  await advance(world, run, () => {
    for (const job of waiting) beginJob(world, job);
  });
}

function decide(world: World, job: Job, state: "approved" | "rejected", app: App): void {
  if (state === "rejected") {
    finishJob(world, job, "failure");
    return;
  }
  job.awaited.delete(app);
  if (job.awaited.size === 0) beginJob(world, job);
}

function refuseMoreReports(run: WorkflowRun, waiting: readonly Job[]): void {
  const isFull = ({ deployment }: Job) =>
    run.answers.filter(
      ({ state, deployments }) =>
        state === "pending" && deployment !== null && deployments.includes(deployment),
    ).length >= mostReports;
  if (waiting.some(isFull)) {
    throw unprocessable(`A deployment takes ${mostReports} status reports at most.`);
  }
}

function record(
  world: World,
  environment: Environment,
  waiting: readonly Job[],
  answer: Pick<RuleAnswer, "state" | "comment" | "by">,
): void {
  const deployments = waiting.flatMap(({ deployment }) => deployment ?? []);
  const run = waiting[0]?.run;
  run?.answers.push({ ...answer, environment, deployments, at: world.now() });
}
