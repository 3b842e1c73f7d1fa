import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import type { Step } from "./step.ts";

/** What a person does about a pull request, and what its check must say then. */
export type ChangeStep = {
  readonly tells: string;
  readonly act: (shop: RepositoryScenario) => Promise<PullRequestScenario>;
  /** The check's conclusion; null while it waits. */
  readonly conclusion: "success" | "failure" | null;
  /** Part of the check's title. */
  readonly title: string;
  /** What else must be there to see; nothing, when absent. */
  readonly shows?: (shop: RepositoryScenario) => boolean;
};

export function onChange(step: ChangeStep): Step {
  return {
    tells: step.tells,
    async act(shop) {
      const pull = await step.act(shop);
      return {
        isTold: () => says(pull, step) && hasAnswered(pull) && (step.shows?.(shop) ?? true),
        lines: () => describe(pull),
        expected: step.title,
      };
    },
  };
}

function says(pull: PullRequestScenario, step: ChangeStep): boolean {
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

/** Whether each command on the pull request has its thumb, up or down. What was edited into one is none. */
function hasAnswered({ comments }: PullRequestScenario): boolean {
  return comments
    .filter(({ body, lastEditedAt }) => body.startsWith("/") && lastEditedAt === null)
    .every(({ reactions }) =>
      reactions.some(({ content }) => content === "+1" || content === "-1"),
    );
}
