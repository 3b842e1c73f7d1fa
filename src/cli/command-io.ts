import { UserError } from "#core/errors.ts";
import { GitFailure } from "#history/git.ts";

/** Where a command writes; `process.stdout` is one. */
export type Output = {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal in characters. */
  readonly columns?: number;
};

/** What a command sees of the process that runs it. */
export type CommandIo = {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Relative paths start here. */
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
};

/** As shells report a command that Ctrl-C ended. */
export const interruptedCode = 130;

/** Runs a command; a mistake that the user can right becomes two lines on standard error and exit code 2. */
export async function withUserErrors(
  io: Pick<CommandIo, "stderr">,
  run: () => Promise<number>,
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    const explained = error instanceof GitFailure ? explainGitFailure(error) : error;
    if (!(explained instanceof UserError)) throw error;
    io.stderr.write(`${explained.message}\n${explained.remedy}\n`);
    return 2;
  }
}

function explainGitFailure(error: GitFailure): UserError {
  const [lastWords = ""] = error.message.split("\n").slice(-1);
  return new UserError(
    `git can't read the history: ${lastWords}`,
    "Check the clone with: git fsck --connectivity-only (git 2.31 or newer is needed)",
    { cause: error },
  );
}
