import { eventually } from "../test/support/eventually.ts";
import { startHouse } from "../test/support/house.ts";
import { type GatedShop, gatePolicy, openGatedShop } from "../test/support/shop-with-gates.ts";

/** What a job waited for its answer. */
type GateCost = {
  readonly calls: number;
  /** From the job's start until it went ahead. */
  readonly tookMs: number;
  /** Of that, the time that the stand-in for GitHub took to answer. */
  readonly githubMs: number;
};

const goalMs = 300;

/** Deploys two merged pull requests of so many commits together, all of them known and approved. */
async function measureGate(commits: number): Promise<GateCost> {
  const house = await startHouse();
  const { github } = house;
  try {
    const policy = gatePolicy("{ production: { firstDeployment: accept } }");
    const gated = await openGatedShop(house, { policy });
    await gated.merge("approved");
    const first = await gated.deploy();
    await first.finish("production");
    await house.settled();
    for (const name of ["one", "other"]) await mergeMany(gated, house, name, commits / 2 - 1);
    github.traffic.forget();
    const startedMs = performance.now();
    const run = await gated.shop.startRun({ by: "jonas", jobs: [{ environment: "production" }] });
    const isReleased = await eventually(() => run.status !== "waiting");
    const tookMs = performance.now() - startedMs;
    if (!isReleased) throw new Error("the job still waits");
    const { busyMs: githubMs, requests } = github.traffic;
    return { calls: requests.length, tookMs, githubMs };
  } finally {
    await house.stop();
  }
}

async function mergeMany(
  { shop }: GatedShop,
  house: { settled(): Promise<void> },
  name: string,
  count: number,
): Promise<void> {
  const commits = Array.from({ length: count }, (_, index) => ({
    message: `${name} ${index}`,
    files: { [`src/${name}.txt`]: `${index}\n` },
  }));
  const pull = await shop.openPullRequest({ author: "maria", commits });
  await house.settled();
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  await pull.merge({ by: "tom", bypass: true });
  await house.settled();
}

/** Prints how long a job waits for its answer; the first time the program is cold. */
export async function benchGates(say: (line: string) => void): Promise<void> {
  for (const round of ["the first time", "again", "and again"]) {
    const { calls, tookMs, githubMs } = await measureGate(500);
    const beyondMs = Math.round(tookMs - githubMs);
    const verdict = beyondMs < goalMs ? "" : "   MISSED";
    say(
      `  500 known commits, ${round}: ${beyondMs} ms beyond GitHub's ${Math.round(githubMs)} ms, ${calls} calls by then (goal: ${goalMs} ms)${verdict}`,
    );
  }
}
