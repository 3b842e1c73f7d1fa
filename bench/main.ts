import { cpus, release, totalmem, type } from "node:os";
import { parseArgs } from "node:util";
import { benchBacktest } from "./backtest.ts";
import { benchBaselines } from "./baselines.ts";
import { benchCalls } from "./calls.ts";
import { benchDeliveries } from "./deliveries.ts";
import { benchGates } from "./gates.ts";
import { benchGrowth } from "./growth.ts";
import { benchRealHistory } from "./real-history.ts";
import { benchReleases } from "./releases.ts";
import { benchStore } from "./store.ts";
import { benchVerdicts } from "./verdicts.ts";

/*
 * `npm run bench`: verdicts, calls to GitHub, deliveries and the store. `-- --history DIR` adds the backtest's time beside bare git log, and
 * `--replay DIR` opens the last changes of a clone as pull requests (`--texts DIR` keeps their check runs' texts). `--baselines DIR`,
 * once or more, measures nothing else: which baselines the releases of a clone get. So does `--growth`: what the database takes.
 */

const { values } = parseArgs({
  options: {
    baselines: { type: "string", multiple: true },
    growth: { type: "boolean", default: false },
    history: { type: "string" },
    replay: { type: "string" },
    texts: { type: "string" },
    count: { type: "string", default: "200" },
  },
});

if (values.baselines !== undefined) {
  await benchBaselines(values.baselines, (line) => console.log(line));
  process.exit();
}

if (values.growth) {
  console.log("What the database takes:");
  await benchGrowth((line) => console.log(line));
  process.exit();
}

const [cpu] = cpus();
console.log(
  `${cpu?.model ?? "unknown processor"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, Node ${process.versions.node}\n`,
);

console.log("From an event to its check run:");
await benchVerdicts((line) => console.log(line));
console.log("\nCalls to GitHub:");
await benchCalls((line) => console.log(line));
console.log("\nFrom a waiting job to its answer:");
await benchGates((line) => console.log(line));
console.log("\nRelease drafts:");
await benchReleases((line) => console.log(line));
console.log("");
await benchDeliveries((line) => console.log(line));
console.log("\nThe store, without HTTP:");
await benchStore(({ database, what, perSecond }) => {
  console.log(`  ${database}: ${what}: ${Math.round(perSecond)}/s`);
});
if (values.history !== undefined) {
  console.log("\nThe backtest beside bare git log:");
  console.log(await benchBacktest(values.history));
}
if (values.replay !== undefined) {
  console.log("\nA real repository's last changes as pull requests:");
  const { replay: gitDir, texts: textsDir } = values;
  await benchRealHistory({ gitDir, count: Number(values.count), textsDir });
}
