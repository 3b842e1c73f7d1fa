import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import type { WorkflowRunScenario } from "../local-github/scenario/workflow-run.ts";
import type { Step } from "./step.ts";

/** What somebody does about a deployment to production, and what the waiting job must be told then. */
export type DeploymentStep = {
  readonly tells: string;
  readonly act: (shop: RepositoryScenario) => Promise<WorkflowRunScenario>;
  /** `released`, or a part of the last report. */
  readonly told: string;
};

export function onDeployment(step: DeploymentStep): Step {
  return {
    tells: step.tells,
    async act(shop) {
      const run = await step.act(shop);
      return {
        isTold: () => lastWord(run).includes(step.told),
        lines: () => [
          `deployment of ${run.state.headSha.slice(0, 7)}   ${run.url}`,
          `${mark(run)} production: ${lastWord(run)}`,
        ],
        expected: step.told,
      };
    },
  };
}

/** What Sluice said to the run last: `released`, or the first line of its report. */
function lastWord(run: WorkflowRunScenario): string {
  const last = run.answers("production").at(-1);
  if (last === undefined) return "";
  if (last.state === "approved") return "released";
  return (last.comment.split("\n")[0] ?? "").replaceAll(/\*\*|`/g, "");
}

function mark(run: WorkflowRunScenario): string {
  return lastWord(run) === "released" ? "✔" : "●";
}
