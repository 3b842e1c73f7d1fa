import { spawn } from "node:child_process";
import { once } from "node:events";
import { runBacktest } from "../src/cli/backtest.ts";

/** The command that a backtest is held against: git's own work, its output thrown away. */
const bareLog = ["log", "--first-parent", "--diff-merges=first-parent", "-p", "-U0", "-M"];

/** The fastest of so many runs counts: the others were disturbed. */
const runs = 3;

export type BacktestTimes = {
  readonly gitMs: number;
  readonly backtestMs: number;
  /** The backtest's time as a multiple of git's. */
  readonly ratio: number;
  /** The most memory that this process had, megabytes. */
  readonly memoryMb: number;
};

/** Measures a backtest of a local history beside bare `git log`, in turns, and prints the ratio. */
export async function benchBacktest(dir: string): Promise<BacktestTimes> {
  const git: number[] = [];
  const backtest: number[] = [];
  for (let run = 0; run < runs; run++) {
    git.push(await timeOf(() => runGit(dir)));
    backtest.push(await timeOf(() => runQuietly(dir)));
  }
  const [gitMs, backtestMs] = [Math.min(...git), Math.min(...backtest)];
  const ratio = backtestMs / gitMs;
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1_024);
  process.stdout.write(
    `backtest of ${dir}: ${(backtestMs / 1_000).toFixed(1)} s, git log alone ${(gitMs / 1_000).toFixed(1)} s, ` +
      `ratio ${ratio.toFixed(2)}, ${memoryMb} MB\n`,
  );
  return { gitMs, backtestMs, ratio, memoryMb };
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

async function runGit(dir: string): Promise<void> {
  const child = spawn("git", ["-C", dir, ...bareLog], { stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`git log ended with ${code}`);
}

async function runQuietly(dir: string): Promise<void> {
  const code = await runBacktest(
    dir,
    { json: true },
    {
      stdout: { write: () => true },
      stderr: process.stderr,
      env: process.env,
      cwd: process.cwd(),
      signal: new AbortController().signal,
    },
  );
  if (code !== 0) throw new Error(`The backtest ended with ${code}`);
}
