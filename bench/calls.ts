import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import { openAcme, openRepository } from "../test/support/acme.ts";
import { type House, startHouse } from "../test/support/house.ts";

/** What one event cost at GitHub. */
export type CallCount = {
  readonly event: string;
  /** By route. */
  readonly calls: ReadonlyMap<string, number>;
  readonly total: number;
  readonly writes: number;
  /** More than this is too much. */
  readonly most: number;
};

/** Two people must agree: a push takes an approved change back. */
const policy = `version: 1
approvals:
  low: &both
    - { from: [write] }
    - { name: reliability, from: ['@acme/sre'] }
  medium: *both
  high: *both
  critical: *both
`;

/** Counts the calls for a pull request of 10 files, 5 commits and 3 reviews on a server that has been running for a while. */
export async function countCalls(): Promise<readonly CallCount[]> {
  const house = await startHouse();
  try {
    const pull = await openApproved(house);
    const { github } = house;
    const count = async (event: string, most: number, happen: () => unknown) => {
      github.traffic.forget();
      await happen();
      await house.settled();
      const calls = new Map(github.calls);
      const total = calls.values().reduce((sum, n) => sum + n, 0);
      return { event, calls, total, writes: github.traffic.writes.length, most };
    };
    return [
      await count("a push takes the approval back", 3, () => pushAgain(pull)),
      await count("the first of two approvals", 3, () => approve(pull, "jonas")),
      await count("the second one: approved", 3, () => approve(pull, "ines")),
      await count("a remark changes nothing", 2, () =>
        pull.review({ by: "noah", state: "comment", body: "Nice." }),
      ),
      await count("the same delivery once more", 0, () => redeliverLast(house)),
    ];
  } finally {
    await house.stop();
  }
}

/** Prints the calls of each event by route. */
export async function benchCalls(say: (line: string) => void): Promise<void> {
  for (const { event, calls, total, writes, most } of await countCalls()) {
    const verdict = total <= most ? "" : "   MISSED";
    say(`  ${event}: ${total} (goal: at most ${most}), ${writes} writes${verdict}`);
    for (const [route, n] of calls) say(`      ${n} × ${route}`);
  }
}

/** The change before it is measured; the server has asked by then what it keeps for a while, such as who is in a team. */
async function openApproved(house: House): Promise<PullRequestScenario> {
  const shop = await openRepository(openAcme(house.github), "shop", { policy });
  const commits = [1, 2, 3, 4, 5].map((n) => ({
    message: `Step ${n}`,
    files: {
      [`src/a${n}.ts`]: `export const a = ${n};\n`,
      [`src/b${n}.ts`]: `export const b = ${n};\n`,
    },
  }));
  const pull = await shop.openPullRequest({ author: "maria", commits });
  await house.settled();
  pull.review({ by: "noah", state: "comment", body: "A question." });
  approve(pull, "jonas");
  approve(pull, "ines");
  await house.settled();
  if (pull.checkRun?.conclusion !== "success") throw new Error("the change is not approved");
  return pull;
}

function approve(pull: PullRequestScenario, by: string): void {
  pull.review({ by, state: "approve" });
}

async function pushAgain(pull: PullRequestScenario): Promise<void> {
  await pull.push({ message: "One more", files: { "src/a1.ts": "export const a = 10;\n" } });
}

function redeliverLast({ github: { webhooks } }: House): void {
  const last = webhooks.deliveries.findLast(({ event }) => event === "pull_request_review");
  if (last === undefined) throw new Error("nothing was delivered");
  webhooks.redeliver(last);
}
