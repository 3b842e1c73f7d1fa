import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process of a test's own, whose lines on standard output are collected. */
export type TestProcess = {
  readonly lines: readonly string[];
  /** Resolves when it has printed so many lines. */
  printed(count: number): Promise<void>;
  /** As the kernel kills it: no handler runs. Resolves when it is gone and its last line is read. */
  kill(): Promise<void>;
  /** Resolves when it ended by itself. */
  succeeded(): Promise<void>;
};

/** Runs a script of this repository with arguments that it reads as JSON. */
export function startProcess(script: string, ...args: readonly unknown[]): TestProcess {
  const child = spawn(process.execPath, [script, ...args.map((arg) => JSON.stringify(arg))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    for (const check of waiting) check();
  });
  const ended = endOf(child);
  return {
    lines,
    async printed(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const check = () => lines.length >= count && resolve();
      waiting.add(check);
      check();
      const end = ended.then(({ reason }) => {
        throw new Error(`${script} ended (${reason}) after ${lines.length} lines`);
      });
      await Promise.race([promise, end]);
      waiting.delete(check);
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async succeeded() {
      const { reason } = await ended;
      if (reason !== 0) throw new Error(`${script} ended: ${reason}`);
    },
  };
}

/** The arguments that {@link startProcess} gave, in the process that it started. */
export function processArguments(): readonly unknown[] {
  return process.argv.slice(2).map((arg) => JSON.parse(arg));
}

async function endOf(child: ChildProcess): Promise<{ readonly reason: number | string | null }> {
  return new Promise((resolve) => {
    child.once("close", (code, signal) => resolve({ reason: signal ?? code }));
  });
}
