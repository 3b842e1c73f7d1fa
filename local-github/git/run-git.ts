import { spawn } from "node:child_process";

/** No configuration of the machine or of the person changes what the stand-in answers. */
export const gitEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

type Outcome = { readonly code: number; readonly stdout: Buffer; readonly stderr: string };

/** Runs git in a bare repository and answers its output; throws when git says no. */
export async function runGit(
  gitDirectory: string,
  commandLine: readonly string[],
  input: string | Buffer = "",
): Promise<Buffer> {
  const outcome = await tryGit(gitDirectory, commandLine, input);
  if (outcome.code !== 0) {
    throw new Error(`git ${commandLine.join(" ")} failed: ${outcome.stderr.trim()}`);
  }
  return outcome.stdout;
}

/** Runs git where a non-zero exit code is an answer (no merge base, a conflict) and not a failure. */
export function tryGit(
  gitDirectory: string,
  commandLine: readonly string[],
  input: string | Buffer = "",
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["--git-dir", gitDirectory, ...commandLine], {
      env: gitEnvironment,
      stdio: "pipe",
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    child.stdin.on("error", () => {}); // git may stop reading early; its exit code says what happened
    child.on("close", (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString("utf8"),
      }),
    );
    child.stdin.end(input);
  });
}
