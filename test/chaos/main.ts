import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { startPostgres } from "../support/postgres-server.ts";
import { reportLines } from "./report.ts";
import { runChaos } from "./run.ts";

/* `npm run chaos`: random histories among faults and kills, held against an oracle. Exit code 1: something happened that must not. */

const say = (line: string) => process.stdout.write(`${line}\n`);
const program = new Command("chaos")
  .description(
    "Plays a random history among faults and kills, and holds what comes of it against an oracle.",
  )
  .option("--seed <number>", "what is drawn; a random one when absent")
  .option("--rounds <number>", "in each a server is killed once", "40")
  .option("--processes <number>", "servers on one database; SQLite takes one", "1")
  .option("--database <kind>", "sqlite or postgresql", "sqlite")
  .option("--faults <share>", "the share of requests to GitHub that fail", "0.2")
  .parse();
const given = program.opts<
  Record<"rounds" | "processes" | "database" | "faults", string> & { seed?: string }
>();
const seed = Number(given.seed ?? Math.floor(Math.random() * 1_000_000));
const processes = Number(given.processes);
if (given.database === "sqlite" && processes > 1) program.error("SQLite takes one process");
// What was started ends with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
say(`seed ${seed}`);
const dataDir = await mkdtemp(join(tmpdir(), "sluice-chaos-data-"));
const postgres = given.database === "postgresql" ? await startPostgres({ durable: false }) : null;
const report = await runChaos({
  seed,
  processes,
  rounds: Number(given.rounds),
  faults: Number(given.faults),
  database: { databaseUrl: postgres?.url ?? null, dataDir },
  say,
});
await postgres?.stop();
await rm(dataDir, { recursive: true, force: true });
const again = `npm run chaos -- --seed ${seed} --rounds ${given.rounds} --processes ${processes} --database ${given.database} --faults ${given.faults}`;
for (const line of reportLines(report, again)) say(line);
process.exitCode = report.violations.length > 0 ? 1 : 0;
