import type { CommandIo, Output } from "../../src/cli/command-io.ts";

/** What a command wrote, and what it gets to see. */
export class RecordedIo implements CommandIo {
  readonly written = { stdout: "", stderr: "" };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly #interrupt = new AbortController();

  constructor({
    cwd,
    env = {},
    terminal = false,
  }: { cwd: string; env?: NodeJS.ProcessEnv; terminal?: boolean }) {
    const output = (name: "stdout" | "stderr"): Output => ({
      isTTY: terminal,
      write: (text) => {
        this.written[name] += text;
        this.onWrite(name);
      },
    });
    this.stdout = output("stdout");
    this.stderr = output("stderr");
    // The user's own git settings must not matter to a test.
    const git = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
    this.env = { PATH: process.env.PATH, ...git, ...env };
    this.cwd = cwd;
  }

  get signal(): AbortSignal {
    return this.#interrupt.signal;
  }

  /** As Ctrl-C does. */
  interrupt(): void {
    this.#interrupt.abort();
  }

  /** Called after each write; a test may put its own there. */
  onWrite: (name: "stdout" | "stderr") => void = () => {};
}
