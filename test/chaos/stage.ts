import { setTimeout as sleep } from "node:timers/promises";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { LocalGitHub } from "../../local-github/start.ts";
import type { SeededRandom } from "../support/seeded-random.ts";
import type { Deployment } from "./deployment.ts";
import type { Days } from "./shop.ts";
import type { Arrival, Story } from "./story.ts";

/** Where the history is played, and what was played so far. */
export type Stage = {
  readonly github: LocalGitHub;
  readonly shop: RepositoryScenario;
  readonly days: Days;
  /** Of what people write; drawn in the order of the deeds. */
  readonly random: SeededRandom;
  /** The pull request on which each slot works. */
  readonly inSlot: Map<number, Story>;
  readonly stories: Story[];
  readonly arrivals: Arrival[];
  readonly deployments: Deployment[];
  /** How many of the arrivals run in production. */
  deployed: number;
  /** Tags by name, and whether each is still there. */
  readonly tags: Map<string, boolean>;
  /** When a pull request was last touched, in seconds. */
  readonly touched: Map<number, number>;
};

export function openStage(parts: Pick<Stage, "github" | "shop" | "days" | "random">): Stage {
  return {
    ...parts,
    ...{ inSlot: new Map(), stories: [], touched: new Map() },
    ...{ arrivals: [], deployments: [], deployed: 0, tags: new Map() },
  };
}

/** Waits until a second has begun in which nothing was done to the pull request. */
export async function nextSecond({ github, touched }: Stage, number: number): Promise<void> {
  const seconds = () => Math.floor(github.world.clock().getTime() / 1_000);
  while (touched.get(number) === seconds()) await sleep(20);
  touched.set(number, seconds());
}

/** Some line that was never written before. */
export function textOf(random: SeededRandom): string {
  return `${random.below(1_000_000_000)}\n`;
}
