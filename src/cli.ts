import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { UserError } from "#core/errors.ts";
import { runCheck } from "./cli/check.ts";
import { serveUntilStopped } from "./serve.ts";

const stdout = (text: string) => process.stdout.write(text);
const stderr = (text: string) => process.stderr.write(text);

/** The command line. Exit codes: 0 fine, 1 a finding, 2 wrong usage. */
function createProgram(): Command {
  const program = new Command("sluice")
    .description("Change control for GitHub.")
    .showHelpAfterError("(sluice --help shows the commands)")
    .exitOverride();

  program
    .command("serve")
    .description("run the server; settings come from the environment, see .env.example")
    .action(serveUntilStopped);

  program
    .command("check")
    .description("validate a policy file and say what it will do")
    .argument("[file]", "the policy file", ".github/sluice.yml")
    .option("--json", "print JSON")
    .action((file: string, options: { json?: boolean }) => {
      process.exitCode = runCheck(
        { file, ...options },
        { stdout, stderr, readFile: (path) => readFileSync(path, "utf8") },
      );
    });
  return program;
}

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = explainFailure(error);
}

function explainFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) stderr(`${error.message}\n${error.remedy}\n`);
  else stderr(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 2;
}
