import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { LocalGitHub } from "../../local-github/start.ts";
import { openAcme, openRepository } from "./acme.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** A pull request and what its check must come to, whatever happens to the server. */
export type ExpectedPull = {
  readonly pull: PullRequestScenario;
  /** The check's conclusion on the head; null while it waits. */
  readonly conclusion: "success" | null;
  /**
   * How often the head lost an approval that had been enough: a completed check run is not opened again, so each time may have left
   * one more behind.
   */
  readonly reopened: number;
};

/** People who open, push to and review pull requests, one deed after the other. */
export type BusyTeam = {
  act(): Promise<void>;
  readonly pulls: readonly ExpectedPull[];
};

/** Documentation passes at once; anything else needs Jonas's approval and that of Ines, who keeps the shop reliable. */
const policy = `version: 1
standard:
  - { name: documentation, when: { onlyFiles: ['docs/**'] } }
approvals:
  low: &both
    - { from: [write] }
    - { name: reliability, from: ['@acme/sre'] }
  medium: *both
  high: *both
  critical: *both
`;

const mostPulls = 10;

type Reviewer = "jonas" | "ines";

type Tracked = {
  readonly pull: PullRequestScenario;
  readonly documentation: boolean;
  readonly approvedBy: Set<Reviewer>;
  reopened: number;
};

/** Sets up the organisation on a local GitHub; its people work when they are told to. */
export async function assembleBusyTeam(
  github: LocalGitHub,
  random: SeededRandom,
): Promise<BusyTeam> {
  const shop = await openRepository(openAcme(github), "shop", { policy });
  const tracked: Tracked[] = [];
  return {
    async act() {
      const { length } = tracked;
      const known = tracked[random.below(Math.max(1, length))];
      if (known === undefined || (length < mostPulls && random.below(5) === 0)) {
        tracked.push(await open(shop, length, random));
      } else if (random.below(4) === 0) {
        await push(known, random);
      } else {
        review(known, random);
      }
    },
    get pulls() {
      return tracked.map((one) => ({
        pull: one.pull,
        conclusion: isEnough(one) ? ("success" as const) : null,
        reopened: one.reopened,
      }));
    },
  };
}

async function open(
  shop: RepositoryScenario,
  index: number,
  random: SeededRandom,
): Promise<Tracked> {
  const documentation = random.below(4) === 0;
  const pull = await shop.openPullRequest({
    author: "maria",
    branch: `work-${index}`,
    files: content(documentation, index, random),
  });
  return { pull, documentation, approvedBy: new Set(), reopened: 0 };
}

async function push(one: Tracked, random: SeededRandom): Promise<void> {
  await one.pull.push({ files: content(one.documentation, one.pull.number, random) });
  one.approvedBy.clear();
  one.reopened = 0;
}

function review(one: Tracked, random: SeededRandom): void {
  const by = random.oneOf<Reviewer>(["jonas", "ines"]);
  const wasEnough = isEnough(one);
  if (random.below(4) === 0) {
    one.pull.review({ by, state: "request changes", body: "Not like this." });
    one.approvedBy.delete(by);
    if (wasEnough && !isEnough(one)) one.reopened += 1;
  } else {
    one.pull.review({ by, state: "approve" });
    one.approvedBy.add(by);
  }
}

function isEnough({ documentation, approvedBy }: Tracked): boolean {
  return documentation || approvedBy.size === 2;
}

function content(documentation: boolean, name: number, random: SeededRandom) {
  const text = `${random.below(1_000_000_000)}\n`;
  return documentation ? { [`docs/page-${name}.md`]: text } : { [`src/part-${name}.ts`]: text };
}
