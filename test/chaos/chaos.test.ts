import { expect, test } from "@jest/globals";
import { describeOnEveryDatabase } from "../support/database.ts";
import { runChaos } from "./run.ts";

/** The runs that find most are long: see docs/chaos.md. */
const runs = {
  sqlite: { seed: 20_261_122, rounds: 4, processes: 1 },
  postgresql: { seed: 20_261_123, rounds: 4, processes: 2 },
};

describeOnEveryDatabase("a random history among faults and kills", ({ kind, fresh }) => {
  test("loses nothing, doubles nothing, and passes nothing that should wait", async () => {
    const said: string[] = [];
    const report = await runChaos({
      ...runs[kind],
      database: await fresh(),
      faults: 0.2,
      say: (line) => said.push(line),
    });
    expect(report.violations).toEqual([]);
    // It was not quiet.
    expect(report.kills).toBeGreaterThanOrEqual(runs[kind].rounds);
    expect([...report.tally.keys()].filter((name) => name.startsWith("requests"))).not.toEqual([]);
  }, 900_000);
});
