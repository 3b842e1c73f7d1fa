import { setTimeout as sleep } from "node:timers/promises";
import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import { startHouse } from "../test/support/house.ts";

const policy = `version: 1
approvals:
  low: [{ from: [write] }]
  high: [{ from: [write], count: 2 }]
`;
const pullRequests = 40;
const events = 200;

/**
 * Sends 200 events on 40 pull requests, one after the other: pushes of ten files in five commits, and approvals. Prints the time from the
 * event to the check run less the stand-in's own work, and the calls per event. Server and stand-in share one process, so the figure is
 * rather too high than too low.
 */
export async function benchVerdicts(say: (line: string) => void): Promise<void> {
  const house = await startHouse();
  const { github } = house;
  const acme = github.organisation("acme");
  for (const login of ["maria", "jonas", "ines", "tom"]) acme.user(login);
  const shop = await acme.repository("shop", {
    files: { ".github/sluice.yml": policy },
    permissions: { maria: "write", jonas: "write", ines: "write", tom: "write" },
  });
  const pulls: PullRequestScenario[] = [];
  for (let number = 1; number <= pullRequests; number++) {
    const commits = [1, 2, 3, 4, 5].map((n) => ({
      message: `Part ${n}`,
      files: { [`src/${number}/a${n}.ts`]: `${n};\n`, [`src/${number}/b${n}.ts`]: `${n};\n` },
    }));
    const pull = await shop.openPullRequest({ author: "maria", branch: `b${number}`, commits });
    for (const by of ["jonas", "ines", "tom"]) pull.review({ by, state: "comment", body: "?" });
    pulls.push(pull);
  }
  await house.settled();

  const times: number[] = [];
  const calls = { push: [] as number[], approval: [] as number[] };
  for (let event = 0; event < events; event++) {
    const pull = pulls[event % pullRequests];
    if (pull === undefined) continue;
    const kind = Math.floor(event / pullRequests) % 2 === 0 ? "approval" : "push";
    const former = pull.checkRun?.externalId;
    await house.settled();
    github.traffic.forget();
    if (kind === "push") {
      await pull.push({ message: "More", files: { [`src/${event}.ts`]: `${event};\n` } });
    } else pull.review({ by: "jonas", state: "approve" });
    const startedMs = performance.now();
    while (pull.checkRun === null || pull.checkRun.externalId === former) await sleep(1);
    times.push(performance.now() - startedMs - github.traffic.busyMs);
    await house.settled();
    calls[kind].push([...github.calls.values()].reduce((sum, n) => sum + n, 0));
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => `${times[Math.ceil(share * times.length) - 1]?.toFixed(0)} ms`;
  say(
    `${events} events on ${pullRequests} pull requests, event to check run less the stand-in's time:`,
  );
  say(`  median ${at(0.5)}, p99 ${at(0.99)}, slowest ${at(1)} (goal: p99 within 250 ms)`);
  say(`  GitHub calls: a push that changes the verdict ${spread(calls.push)} (goal: at most 3)`);
  say(`  GitHub calls: an approval, the approver's permission asked ${spread(calls.approval)}`);
  await house.stop();
}

function spread(counts: readonly number[]): string {
  return `${Math.min(...counts)} to ${Math.max(...counts)}`;
}
