import type { WorkflowRunScenario } from "../../local-github/scenario/workflow-run.ts";
import { judge, type Reading } from "./judge.ts";
import { environment } from "./shop.ts";
import { type Arrival, describe, type Story } from "./story.ts";

/** A run that deploys the default branch as it was. */
export type Deployment = {
  readonly run: WorkflowRunScenario;
  /** So many arrivals are in it. */
  readonly arrivals: number;
};

/** What there is to deploy, and how what was said of it is read. */
export type Shipping = {
  readonly arrivals: readonly Arrival[];
  /** So many of them run already. */
  readonly deployed: number;
  readonly isFrozen: boolean;
  readonly reading: (story: Story) => Reading;
};

/** Whether the job still waits for an answer. */
export function isWaiting({ run }: Deployment): boolean {
  return run.job(environment).state === "waiting";
}

/**
 * Whether a deployment may pass, by the oracle's own reading: everything that it brings was agreed to, and a manager answers for what was pushed
 * past everybody.
 */
export function mayDeploy({ arrivals: count }: Deployment, now: Shipping): boolean {
  if (now.isFrozen) return false;
  const brought = now.arrivals.slice(now.deployed, count);
  return brought.every((arrival) => {
    if (arrival.kind === "direct-push") return isAnsweredFor(brought);
    const { story } = arrival;
    const one = { ...story, head: story.pull.headSha, isFrozen: false, isMerged: true };
    return judge(one, now.reading(story)) === "approved";
  });
}

/** Tom pushes past everybody; it is for the other manager to answer, on any of the pull requests. */
function isAnsweredFor(brought: readonly Arrival[]): boolean {
  return brought.some(
    (arrival) =>
      arrival.kind === "merge" &&
      arrival.story.statements.some(
        (each) => each.kind === "command" && each.word === "override" && each.by === "ada",
      ),
  );
}

/** What a deployment brings, on one line. */
export function describeDeployment(
  { arrivals: count }: Deployment,
  { arrivals, deployed }: Pick<Shipping, "arrivals" | "deployed">,
): string {
  const brought = arrivals
    .slice(deployed, count)
    .map((arrival) =>
      arrival.kind === "direct-push"
        ? `${arrival.sha.slice(0, 7)} pushed past everybody`
        : `#${arrival.story.pull.number} (${describe(arrival.story)})`,
    );
  return brought.length === 0 ? "nothing new" : brought.join(" | ");
}
