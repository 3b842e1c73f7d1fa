import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { JudgedChange } from "#core/backtest/judged-change.ts";
import { judgedRange } from "#core/backtest/judged-range.ts";
import { Replay } from "#core/backtest/replay.ts";
import { type BacktestReport, reportBacktest } from "#core/backtest/report.ts";
import { UserError } from "#core/errors.ts";
import type { Policy } from "#core/policy/schema.ts";
import { type OpenRepository, openRepository } from "#history/open-repository.ts";
import { openHistory } from "#history/read-past-changes.ts";
import { renderJson } from "./backtest-json.ts";
import { renderText } from "./backtest-text.ts";
import { choosePolicy, renderPolicyProblems } from "./choose-policy.ts";
import { type CommandIo, interruptedCode, withUserErrors } from "./command-io.ts";
import { Progress } from "./progress.ts";
import { lookOf } from "./terminal-text.ts";

export type BacktestOptions = {
  /** A policy file instead of the repository's own. */
  readonly policy?: string | undefined;
  /** The share of changes that may be held: `15%`. */
  readonly holdBudget?: string | undefined;
  readonly json?: boolean | undefined;
  /** Where to write the page with charts. */
  readonly html?: string | undefined;
};

/** A finished replay, and what it is of. */
export type Backtest = {
  readonly repository: Pick<OpenRepository, "name" | "head" | "branch">;
  readonly policy: Policy;
  readonly policySource: string;
  /** The share of changes that may be held, 0 to 1. */
  readonly holdBudget: number;
  /** Changes of the mainline, and how many of them were read: fewer after Ctrl-C. */
  readonly total: number;
  readonly read: number;
  readonly changes: readonly JudgedChange[];
  readonly report: BacktestReport;
};

const usualBudgets = [0.05, 0.1, 0.15, 0.2, 0.3];

/**
 * `sluice backtest [DIR]`: replays a local git history through a policy and says what it would have held.
 *
 * Returns the exit code: 0 done, 1 the policy has problems, 2 it can't be done as asked, 130 ended by Ctrl-C, with what was
 * known by then.
 */
export function runBacktest(
  dir: string | undefined,
  options: BacktestOptions,
  io: CommandIo,
): Promise<number> {
  return withUserErrors(io, async () => {
    const holdBudget = readHoldBudget(options.holdBudget ?? "15%");
    const repository = await openRepository(resolve(io.cwd, dir ?? "."), io.env);
    const chosen = await choosePolicy(repository, options.policy, io.cwd);
    if (chosen.kind === "invalid") {
      io.stderr.write(renderPolicyProblems(chosen.file, chosen.problems));
      return 1;
    }
    const { replay, total } = await replayHistory(repository, chosen.policy, io);
    const budgets = [...new Set([...usualBudgets, holdBudget])].sort((a, b) => a - b);
    const changes = replay.judged();
    const backtest: Backtest = {
      repository,
      policy: chosen.policy,
      policySource: chosen.source,
      holdBudget,
      total,
      read: replay.length,
      changes,
      report: reportBacktest(changes, chosen.policy, budgets),
    };
    if (options.html !== undefined) await writePage(options.html, backtest, io);
    io.stdout.write(
      options.json === true ? renderJson(backtest) : renderText(backtest, lookOf(io)),
    );
    return replay.length < total ? interruptedCode : 0;
  });
}

async function replayHistory(
  repository: OpenRepository,
  policy: Policy,
  { stderr, signal }: CommandIo,
): Promise<{ readonly replay: Replay; readonly total: number }> {
  const progress = new Progress(stderr, "changes read");
  const history = await openHistory(repository, repository.head, repository.branch, { signal });
  const total = history.mergedAtMs.length;
  const replay = new Replay(policy, judgedRange(history.mergedAtMs));
  try {
    for await (const change of history.changes) {
      replay.add(change);
      progress.show(replay.length, total);
      if (signal.aborted) break;
    }
  } finally {
    progress.clear();
  }
  return { replay, total };
}

function readHoldBudget(text: string): number {
  const percent = /^\d{1,3}(?:\.\d+)?%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (percent > 0 && percent < 100) return percent / 100;
  throw new UserError(
    `--hold-budget ${text} is no share of the changes.`,
    "Give a percentage between 0 and 100: --hold-budget 15%",
  );
}

async function writePage(file: string, backtest: Backtest, io: CommandIo): Promise<void> {
  // Loaded when asked for: without charts the command starts faster.
  const { renderHtml } = await import("./backtest-html.ts");
  const page = await renderHtml(backtest);
  try {
    await writeFile(resolve(io.cwd, file), page);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${file} can't be written: ${reason}`,
      "Name another file: --html out.html",
      {
        cause: error,
      },
    );
  }
  io.stderr.write(`Wrote ${file}.\n`);
}
