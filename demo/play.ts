import { setTimeout as sleep } from "node:timers/promises";
import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import type { Step } from "./step.ts";

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
    const heard = new Set(answersIn(stage.shop));
    const pull = await step.act(stage.shop);
    const isTold = () =>
      says(pull, step) && hasAnswered(pull) && (step.shows?.(stage.shop) ?? true);
    const saidIt = await waitFor(isTold);
    asTold &&= saidIt;
    const news = answersIn(stage.shop).filter((answer) => !heard.has(answer));
    for (const line of [...describe(pull), ...news]) stage.say(`     ${line}`);
    if (!saidIt) stage.say(`     !! expected: ${step.title}`);
    stage.say("");
  }
  return asTold;
}

/** What Sluice has answered to people so far, and the issues that it has opened, a line each. */
function answersIn(shop: RepositoryScenario): readonly string[] {
  const pulls = [...shop.state.issues.values()].filter(({ kind }) => kind === "pull-request");
  const replies = pulls
    .flatMap(({ number, comments }) =>
      comments.map(({ author, body }) => ({ number, author, body })),
    )
    .filter(({ author, body }) => author.kind === "bot" && body.includes("<!-- sluice:reply"))
    .map(({ number, body }) => `answer on #${number}: ${firstLine(body)}`);
  const issues = shop.issues().map(({ number, title, isOpen, url }) => {
    return `issue #${number} (${isOpen ? "open" : "closed"}): ${title}   ${url}`;
  });
  return [...replies, ...issues];
}

/** Whether each command on the pull request has its thumb, up or down. What was edited into one is none. */
function hasAnswered({ comments }: PullRequestScenario): boolean {
  return comments
    .filter(({ body, lastEditedAt }) => body.startsWith("/") && lastEditedAt === null)
    .every(({ reactions }) =>
      reactions.some(({ content }) => content === "+1" || content === "-1"),
    );
}

function firstLine(body: string): string {
  const text = body.replaceAll(/<!--[\s\S]*?-->/g, "").trim();
  return text.split("\n")[0] ?? "";
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
