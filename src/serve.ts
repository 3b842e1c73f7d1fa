import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { Probot, Server } from "probot";
import { type Environment, readEnvironment } from "./env.ts";
import { findFreePort } from "./free-port.ts";
import { createLog } from "./log.ts";
import { setUpPages } from "./set-up.ts";
import { startSluice, unconfiguredSluice } from "./sluice.ts";

/** A running server. */
export type Served = {
  readonly url: string;
  /** Takes no new work, finishes what is under way, closes the database. */
  stop(): Promise<void>;
};

/** How long a stop may take before the process ends anyway, milliseconds; leases then run out by themselves. */
const longestStopMs = 25_000;

/**
 * `sluice serve`: the server until SIGTERM or SIGINT.
 *
 * @throws UserError for a wrong environment or a database that can't be opened
 */
export async function serveUntilStopped(): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = createLog(environment);
  const served = await serve(environment, log);
  const signal = await new Promise<string>((resolve) => {
    process.once("SIGTERM", resolve);
    process.once("SIGINT", resolve);
  });
  log.info({ signal }, "stopping");
  setTimeout(() => process.exit(1), longestStopMs).unref();
  await served.stop();
  log.info("stopped");
}

/**
 * Starts the server as the environment wants it: the service, or the set-up pages when no App is configured. `now` is the
 * clock, milliseconds since the epoch.
 */
export async function serve(
  environment: Environment,
  log: Logger,
  now: () => number = Date.now,
): Promise<Served> {
  const { credentials, host } = environment;
  const sluice =
    credentials === null
      ? unconfiguredSluice({ setUpOffered: !environment.production })
      : await startSluice(environment, credentials, log, now);
  try {
    // Last: a free port is kept for nobody.
    const port = environment.port === 0 ? await findFreePort(host) : environment.port;
    // Probot would log a line for every request, and its own advice beside ours.
    const quietLog = log.child({}, { level: "warn" });
    const server = new Server({
      host,
      port,
      log: quietLog,
      // Deliveries are answered by our own route, which stores them first; Probot's gets a path that nobody knows.
      webhookPath: `/${randomUUID()}`,
      enablePing: false,
      enableStaticFiles: false,
      Probot: Probot.defaults({
        // Without an App Probot wants some value all the same; nothing is asked of GitHub with it.
        appId: credentials?.appId ?? 1,
        privateKey: credentials?.privateKey ?? "none yet",
        secret: credentials?.webhookSecret ?? randomUUID(),
        baseUrl: environment.apiUrl,
        log: quietLog,
      }),
    });
    await server.load(async (probot, { addHandler }) => {
      addHandler(sluice.handle);
      if (credentials === null && !environment.production) {
        addHandler(
          await setUpPages({
            probot,
            host,
            port,
            webhookPath: environment.webhookPath,
            log: quietLog,
          }),
        );
      }
    });
    await server.start();
    sluice.beginSweeping();
    const url = `http://${server.host}:${server.port}`;
    sayWhatIsNext(environment, url, log);
    return {
      url,
      async stop() {
        await server.stop();
        await sluice.stop();
      },
    };
  } catch (error) {
    await sluice.stop();
    throw error;
  }
}

function sayWhatIsNext(environment: Environment, url: string, log: Logger): void {
  if (environment.credentials !== null) {
    log.info(`Sluice is ready at ${url}; deliveries go to ${url}${environment.webhookPath}`);
    return;
  }
  log.warn(
    environment.production
      ? "No GitHub App is configured. Set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET, then restart."
      : `No GitHub App is configured yet. Open ${url}/ to register one, or run \`npm run demo\` to see Sluice work without GitHub.`,
  );
}
