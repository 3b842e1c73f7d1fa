import { existsSync, readFileSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { Command, CommanderError } from "commander";
import { UserError } from "#core/errors.ts";
import { type BacktestOptions, runBacktest } from "./cli/backtest.ts";
import { runCheck } from "./cli/check.ts";
import { type ExplainOptions, runExplain } from "./cli/explain.ts";
import { readChangeName, runExplainChange } from "./cli/explain-change.ts";
import { type GateReplayOptions, runGateReplay } from "./cli/gate-replay.ts";
import { type GateWaitOptions, runGateWait } from "./cli/gate-wait.ts";
import {
  type ExportOptions,
  runLedgerExport,
  runLedgerVerify,
  type VerifyOptions,
} from "./cli/ledger.ts";
import { type QueueOptions, runQueue } from "./cli/queue.ts";
import { type ReleaseNotesOptions, runReleaseNotes } from "./cli/release-notes.ts";
import { runSeed } from "./cli/seed-history.ts";
import { runStoreMove } from "./cli/store-move.ts";
import { serveUntilStopped } from "./serve.ts";

/*
 * The command line: arguments in, exit codes out (0 fine, 1 a finding, 2 wrong usage). What a command does is in src/cli/.
 */

function createProgram(): Command {
  const program = new Command("sluice")
    .description("Change control for GitHub.")
    .showHelpAfterError("(sluice --help shows the commands)")
    .exitOverride();

  program
    .command("serve")
    .description("run the server; its settings come from the environment, see .env.example")
    .action(serveUntilStopped);
  addPolicyCommands(program);
  addHistoryCommands(program);
  addGateCommands(program);
  addReleaseCommands(program);
  addEvidenceCommands(program);
  addStoreCommands(program);
  return program;
}

function addPolicyCommands(program: Command): void {
  program
    .command("check")
    .description("validate a policy file and say what it will do")
    .argument("[file]", "the policy file", ".github/sluice.yml")
    .option("--json", "print JSON")
    .action((file: string, options: { json?: boolean }) => {
      const stdout = (text: string) => process.stdout.write(text);
      const stderr = (text: string) => process.stderr.write(text);
      const readFile = (path: string) => readFileSync(path, "utf8");
      process.exitCode = runCheck({ file, ...options }, { stdout, stderr, readFile });
    });
}

function addHistoryCommands(program: Command): void {
  const policyOption = [
    "--policy <file>",
    "a policy file instead of the repository's own",
  ] as const;
  program
    .command("backtest")
    .description(
      "replay a local git history through a policy: what it would have held, at what cost",
    )
    .argument("[dir]", "a git repository, bare or not (default: this folder)")
    .option(...policyOption)
    .option("--hold-budget <share>", "the share of changes that may be held, e.g. 15%")
    .option("--html <file>", "also write a page with charts")
    .option(
      "--seed <owner/name>",
      "write the history into the server's store instead, as that repository's past",
    )
    .option("--json", "print JSON")
    .action(async (dir: string | undefined, options: BacktestOptions & { seed?: string }) => {
      const { seed, json } = options;
      process.exitCode =
        seed === undefined
          ? await runBacktest(dir, options, processIo())
          : await runSeed(dir, { seed, json }, processIo(), Date.now());
    });
  program
    .command("explain")
    .description(
      "why a pull request is decided as it is, or why a commit, or a range as one change, has its risk",
    )
    .argument("<what...>", "owner/repository#number, or [DIR] <sha|range>")
    .usage("[options] <owner/repository#number> | [dir] <sha|range>")
    .option(...policyOption)
    .option("--json", "print JSON")
    .action(async (args: string[], options: ExplainOptions) => {
      const [name = ""] = args;
      const change = args.length === 1 ? readChangeName(name) : null;
      process.exitCode =
        change === null
          ? await runExplain(args, options, processIo())
          : await runExplainChange(change, options, processIo(), Date.now());
    });
}

function addGateCommands(program: Command): void {
  const gate = program
    .command("gate")
    .description("deployments held until every change is approved");
  gate
    .command("wait")
    .description("ask the server whether a commit may go to an environment, and wait until it may")
    .requiredOption("--repo <owner/name>", "the repository")
    .requiredOption("--sha <commit>", "the commit to deploy, its whole SHA")
    .requiredOption("--environment <name>", "where it is to go")
    .option("--component <name>", "the part of a monorepo")
    .option("--timeout <duration>", "how long to wait, e.g. 30m", "2h")
    .option("--url <url>", "the server (default: SLUICE_URL)")
    .option("--idempotency-key <key>", "find the gate again that an earlier try opened")
    .option("--json", "print JSON")
    .action(async (options: GateWaitOptions) => {
      process.exitCode = await runGateWait(options, processIo());
    });
  gate
    .command("replay")
    .description("which of the gates that the server released a proposed policy would have held")
    .requiredOption("--policy <file>", "the proposed policy")
    .option(
      "--freeze <env:from/to...>",
      "a freeze on top, in UTC, e.g. production:2026-12-18T18:00/2027-01-04T08:00",
    )
    .option("--repo <owner/name>", "only this repository's gates")
    .option("--json", "print JSON")
    .action(async (options: GateReplayOptions) => {
      process.exitCode = await runGateReplay(options, processIo());
    });
}

function addReleaseCommands(program: Command): void {
  program
    .command("release-notes")
    .description("the notes of a release, from a local git history: what the server would draft")
    .argument("<dir-and-tag...>", "[DIR] <tag>")
    .usage("[options] [dir] <tag>")
    .option("--policy <file>", "a policy file instead of the repository's own")
    .option("--json", "print JSON")
    .action(async (args: string[], options: ReleaseNotesOptions) => {
      process.exitCode = await runReleaseNotes(args, options, processIo());
    });
}

function addEvidenceCommands(program: Command): void {
  const ledger = program
    .command("ledger")
    .description("the evidence: every decision, hash-chained");
  ledger
    .command("verify")
    .description("follow the chain of the server's database, or of an export")
    .argument("[file]", "a file that `ledger export` wrote")
    .option("--head <hash>", "a published head that the ledger must contain")
    .option("--from <seq>", "the entry with which a part begins: what comes before is not verified")
    .option("--json", "print JSON")
    .action(async (file: string | undefined, options: VerifyOptions) => {
      process.exitCode = await runLedgerVerify(file, options, processIo());
    });
  ledger
    .command("export")
    .description("write the entries as JSON Lines")
    .option("--from <seq>", "the first entry; name it again to verify the part")
    .option("--out <file>", "a file instead of standard output")
    .option("--json", "JSON Lines are JSON already")
    .action(async (options: ExportOptions) => {
      process.exitCode = await runLedgerExport(options, processIo());
    });
  program
    .command("queue")
    .description("what waits to be decided, and what was set aside after faults")
    .option("--retry", "have the server try again what was set aside")
    .option("--json", "print JSON")
    .action(async (options: QueueOptions) => {
      process.exitCode = await runQueue(options, processIo(), Date.now());
    });
}

function addStoreCommands(program: Command): void {
  program
    .command("store")
    .description("where the server keeps its data")
    .command("move")
    .description(
      "move a stopped server's embedded database (DATA_DIR) to an empty PostgreSQL (DATABASE_URL)",
    )
    .option("--json", "print JSON")
    .action(async (options: { json?: boolean }) => {
      process.exitCode = await runStoreMove(options, processIo());
    });
}

function processIo() {
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: interrupted.signal,
  };
}

function explainFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const text =
    error instanceof UserError
      ? `${error.message}\n${error.remedy}`
      : `${error instanceof Error ? (error.stack ?? error.message) : error}`;
  process.stderr.write(`${text}\n`);
  return 2;
}

try {
  if (existsSync(".env")) loadEnvFile(".env");
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = explainFailure(error);
}
