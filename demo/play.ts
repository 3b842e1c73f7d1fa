import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import type { Step } from "./step.ts";
import { until } from "./until.ts";

/** Plays the steps one after the other and tells each; false when something did not come out as it is told. */
export async function play(
  steps: readonly Step[],
  stage: { readonly shop: RepositoryScenario; readonly say: (line: string) => void },
): Promise<boolean> {
  let asTold = true;
  for (const [index, step] of steps.entries()) {
    stage.say(`${index + 1}. ${step.tells}`);
    const heard = new Set(answersIn(stage.shop));
    const scene = await step.act(stage.shop);
    const saidIt = await until(scene.isTold);
    asTold &&= saidIt;
    const news = answersIn(stage.shop).filter((answer) => !heard.has(answer));
    for (const line of [...scene.lines(), ...news]) stage.say(`     ${line}`);
    if (!saidIt) stage.say(`     !! expected: ${scene.expected}`);
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

function firstLine(body: string): string {
  const text = body.replaceAll(/<!--[\s\S]*?-->/g, "").trim();
  return text.split("\n")[0] ?? "";
}
