import type { Shipping } from "./deployment.ts";
import type { Case, Reading } from "./judge.ts";
import type { Stage } from "./stage.ts";
import { readingOf, type Story } from "./story.ts";

/** An open pull request as it stands now. */
export function caseOf(stage: Stage, story: Story): Case {
  return { ...story, head: story.pull.headSha, isFrozen: isFrozen(stage) };
}

/** What there is to deploy now. */
export function deploymentsNow(stage: Stage, bound: Reading["bound"]): Shipping {
  const { arrivals, deployed } = stage;
  const reading = (story: Story) => readingOf(story, bound);
  return { arrivals, deployed, isFrozen: isFrozen(stage), reading };
}

function isFrozen({ github, days }: Stage): boolean {
  return days.isFrozen(github.world.clock().getTime());
}
