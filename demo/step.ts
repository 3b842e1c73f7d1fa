import type { RepositoryScenario } from "../local-github/scenario/repository.ts";

/** One step of the story: what somebody does, told as they would tell it. */
export type Step = {
  readonly tells: string;
  readonly act: (shop: RepositoryScenario) => Promise<Scene>;
};

/** What there is to see after a step. */
export type Scene = {
  /** Whether it came out as the story has it. */
  isTold(): boolean;
  lines(): readonly string[];
  /** What the story has it say. */
  readonly expected: string;
};
