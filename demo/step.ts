import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../local-github/scenario/repository.ts";

/** One step: what a person does, told as they would tell it, and what the check must say then. */
export type Step = {
  readonly tells: string;
  readonly act: (shop: RepositoryScenario) => Promise<PullRequestScenario>;
  /** The check's conclusion; null while it waits. */
  readonly conclusion: "success" | "failure" | null;
  /** Part of the check's title. */
  readonly title: string;
  /** What else must be there to see; nothing, when absent. */
  readonly shows?: (shop: RepositoryScenario) => boolean;
};
