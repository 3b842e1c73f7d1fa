import { setTimeout as sleep } from "node:timers/promises";
import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import type { Step } from "./story.ts";

/** How long the check may take to say what the step expects, milliseconds. */
const patienceMs = 15_000;

/** Plays the steps one after the other and tells each; false when a check did not say what the story has it say. */
export async function play(
  steps: readonly Step[],
  stage: { readonly shop: RepositoryScenario; readonly say: (line: string) => void },
): Promise<boolean> {
  let asTold = true;
  for (const [index, step] of steps.entries()) {
    stage.say(`${index + 1}. ${step.tells}`);
    const pull = await step.act(stage.shop);
    const saidIt = await waitFor(() => says(pull, step));
    asTold &&= saidIt;
    for (const line of describe(pull)) stage.say(`     ${line}`);
    if (!saidIt) stage.say(`     !! expected: ${step.title}`);
    stage.say("");
  }
  return asTold;
}

function says(pull: PullRequestScenario, step: Step): boolean {
  const run = pull.checkRun;
  return (
    run !== null && run.conclusion === step.conclusion && (run.title ?? "").includes(step.title)
  );
}

function describe(pull: PullRequestScenario): readonly string[] {
  const run = pull.checkRun;
  const mark = { success: "✔", failure: "✘", waiting: "●" };
  const state =
    run?.conclusion === "success" || run?.conclusion === "failure" ? run.conclusion : "waiting";
  const reviewers = pull.requestedReviewers;
  return [
    `#${pull.number} ${pull.state.title}   ${pull.url}`,
    `${mark[state]} ${run?.name ?? "no check yet"}: ${run?.title ?? ""}`,
    ...(reviewers.length > 0 && state === "waiting"
      ? [`asked to review: ${reviewers.join(", ")}`]
      : []),
  ];
}

async function waitFor(condition: () => boolean): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 20) {
    if (condition()) return true;
    await sleep(20);
  }
  return condition();
}
