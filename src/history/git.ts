import { spawn } from "node:child_process";
import { PassThrough } from "node:stream";
import { UserError } from "#core/errors.ts";

/** A git directory on this machine, and the environment in which git is run on it. */
export type GitRepository = {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
};

/** Variables that would point git at another repository or change its output. */
const misleadingVariables = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_NAMESPACE",
  "GIT_DIFF_OPTS",
  "GIT_EXTERNAL_DIFF",
];

/** Git works on while its output is waiting for its turn; a pipe alone holds 64 KiB. */
const readAheadBytes = 8 * 1_024 * 1_024;

/** Git ended with a failure; the message is git's own. */
export class GitFailure extends Error {
  override readonly name = "GitFailure";
}

/**
 * Streams the standard output of one git command. It ends early, without an error, when `signal` aborts or git is
 * interrupted. Git never asks for a password, takes no lock and fetches no missing object.
 *
 * @throws {GitFailure} when git fails
 * @throws {UserError} when git is not installed
 */
export async function* streamGit(
  repository: GitRepository,
  args: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const child = spawn("git", ["-C", repository.dir, ...args], {
    env: gitEnvironment(repository.env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<{ code: number | null; error?: NodeJS.ErrnoException }>((resolve) => {
    child.on("error", (error) => resolve({ code: null, error }));
    child.on("close", (code) => resolve({ code }));
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-4_000);
  });
  const stop = () => child.kill();
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted === true) stop();
  try {
    yield* child.stdout.pipe(new PassThrough({ highWaterMark: readAheadBytes }));
    const { code, error } = await ended;
    if (error !== undefined) throw cannotStart(error);
    if (code === null || signal?.aborted === true) return;
    if (code !== 0) throw new GitFailure(complaint.trim() || `git ${args[0]} ended with ${code}`);
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
  }
}

/** The whole standard output of one git command, as text without the last line break. Throws as {@link streamGit}. */
export async function readGit(repository: GitRepository, args: readonly string[]): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(repository, args)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8").replace(/\n$/, "");
}

function gitEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !misleadingVariables.includes(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    // Fewer, larger writes: otherwise git flushes after each commit.
    GIT_FLUSH: "0",
  };
}

function cannotStart(error: NodeJS.ErrnoException): Error {
  if (error.code !== "ENOENT") return error;
  return new UserError("git can't be started.", "Install git 2.31 or newer and try again.", {
    cause: error,
  });
}
