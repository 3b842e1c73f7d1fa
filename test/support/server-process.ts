import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { LocalGitHub } from "../../local-github/start.ts";

/** The server as a process of its own, as `npm start` runs it. */
export type ServerProcess = {
  /** Where it listens, or will. */
  readonly url: string;
  /** Resolves when it answers; fails when it ended before. */
  ready(): Promise<void>;
  /** Ends it as a power cut would: `kill -9`. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Stops it in its tracks, as a machine that is put to sleep does; it goes on where it was. */
  suspend(): void;
  resume(): void;
  /** Asks it to end, as an operating system does, and gives its exit code; null when a signal ended it. */
  terminate(): Promise<number | null>;
  /** Hands a message to a program that listens for messages. */
  tell(message: string | number): void;
  readonly ended: boolean;
  /** Its exit code, when it ends by itself. */
  readonly exit: Promise<number | null>;
  /** What it has said on both of its outputs. */
  readonly said: string;
};

const program = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const readyWithinMs = 120_000;
/** Of what a server says the last characters are kept. */
const mostSaid = 5_000_000;

/** The environment that lets a server work with a local GitHub. */
export function environmentOf({ app }: LocalGitHub): Readonly<Record<string, string>> {
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GHE_HOST: app.host,
    GHE_PROTOCOL: "http",
  };
}

/**
 * Starts the server; it is not ready yet.
 *
 * @param options.environment must name PORT: a restarted server is to be found where the former was
 * @param options.folder its working directory: no `.env` of a developer's is read
 * @param options.program what is run in place of `src/main.ts`; it can be told something while it runs
 */
export function startServerProcess(options: {
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly nodeFlags?: readonly string[];
  readonly program?: string;
}): ServerProcess {
  const { environment, folder, nodeFlags = [] } = options;
  const listens = options.program !== undefined;
  const url = `http://127.0.0.1:${environment.PORT}`;
  const child = spawn(process.execPath, [...nodeFlags, options.program ?? program], {
    cwd: folder,
    env: { PATH: process.env.PATH, LOG_FORMAT: "json", LOG_LEVEL: "warn", ...environment },
    stdio: ["ignore", "pipe", "pipe", ...(listens ? (["ipc"] as const) : [])],
  });
  let said = "";
  for (const output of [child.stdout, child.stderr]) {
    output?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-mostSaid);
    });
  }
  const exit = exitOf(child);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    url,
    async ready() {
      const deadline = Date.now() + readyWithinMs;
      while (!(await answers(url))) {
        if (hasEnded() || Date.now() > deadline) throw new Error(`the server is not up: ${said}`);
        await sleep(20);
      }
    },
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
    suspend() {
      child.kill("SIGSTOP");
    },
    resume() {
      child.kill("SIGCONT");
    },
    async terminate() {
      child.kill("SIGTERM");
      return exit;
    },
    tell(message) {
      // To one that has just ended there is nothing to say.
      if (child.connected) child.send(message, () => {});
    },
    exit,
    get ended() {
      return hasEnded();
    },
    get said() {
      return said;
    },
  };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      process.off("exit", kill);
      resolve(code);
    });
  });
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(`${url}/healthz`).catch(() => null);
  await response?.body?.cancel();
  return response?.ok ?? false;
}
