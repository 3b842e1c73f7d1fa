import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { createGitHub } from "#github/github.ts";
import { guardWrites } from "#reconcile/lease.ts";
import { reconcileKey } from "#reconcile/reconcile-key.ts";
import { type SweepPorts, startSweeping } from "#reconcile/sweep.ts";
import type { Reconcile } from "#reconcile/work-on-key.ts";
import { startWorker } from "#reconcile/worker.ts";
import { openStore, type Store } from "#store/store.ts";
import { gateApi, isGateRequest } from "#web/gate-api.ts";
import { createMetrics, type Metrics } from "#web/metrics.ts";
import type { ServiceState } from "#web/pages.ts";
import { isPage, pagesRoute } from "#web/pages-route.ts";
import { type AcceptDelivery, webhookRoute } from "#web/webhook-route.ts";
import { acceptDelivery } from "./accept-delivery.ts";
import type { AppCredentials, Environment } from "./env.ts";
import { expectCommits } from "./expect-commits.ts";
import { gateDesk } from "./gate-desk.ts";
import { readiness } from "./readiness.ts";
import { recordedFacts } from "./recorded-facts.ts";
import { rememberChanges } from "./remember-changes.ts";
import { rememberCommands } from "./remember-commands.ts";
import { rememberMerges } from "./remember-merges.ts";
import { rememberReleases } from "./remember-releases.ts";
import { rememberRepositories } from "./remember-repositories.ts";

/** The service behind a server. */
export type Sluice = {
  /** Answers a request; false when it is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Stores a delivery whose signature somebody else verified. */
  readonly accept: AcceptDelivery;
  /** Begins to look for what the webhooks missed: once requests arrive, since it asks GitHub to deliver again. */
  beginSweeping(): void;
  /** Finishes the work under way and closes the database. */
  stop(): Promise<void>;
};

/** Keys worked on at a time. Almost all of a key's time is spent waiting for GitHub. */
const concurrency = 16;

/**
 * Starts the service: opens the store, works on dirty keys, sweeps. `now` is the clock, milliseconds since the epoch.
 *
 * @throws UserError when the database can't be opened
 */
export async function startSluice(
  environment: Environment,
  credentials: AppCredentials,
  log: Logger,
  now: () => number = Date.now,
): Promise<Sluice> {
  const store = await openStore({ ...environment, now, log });
  const metrics = createMetrics(() => store.queue.stats(now()));
  const github = createGitHub({
    appId: credentials.appId,
    privateKey: credentials.privateKey,
    baseUrl: environment.apiUrl,
    now,
    onCall: ({ route, status, durationMs }) => metrics.countGitHubCall(route, status, durationMs),
    onBudget: metrics.noteGitHubBudget,
    lastPusherOf: (head) => store.pushes.lastPusherOf(head),
    recordedOf: recordedFacts(store),
    unhandledOf: store.commands.unhandledOf.bind(store.commands),
    isToRemember: (repository, sha) => store.pastChanges.isToRemember(repository, sha),
  });
  const expected = expectCommits(github);
  const changes = rememberChanges(store, now);
  const markDirty = store.queue.markDirty.bind(store.queue);
  const noteRepositories = rememberRepositories(store, now);
  const ports = portsOf(
    store,
    { github: expected.github, changes, noteRepositories, markDirty, webUrl: environment.webUrl },
    now,
  );
  const owner = randomUUID();
  const worker = startWorker({
    queue: store.queue,
    reconcile: counted(metrics, now, (claim, confirmLease) =>
      reconcileKey(
        { ...ports, github: guardWrites(ports.github, confirmLease), confirmLease },
        claim,
        now(),
      ),
    ),
    owner,
    concurrency,
    now,
    log,
  });
  let stopSweeping = async () => {};
  const accept = acceptDelivery({ github, store, metrics, expect: expected.expect, now, log });
  return {
    accept,
    handle: answerRequests(
      [
        webhookRoute({
          path: environment.webhookPath,
          secrets: {
            current: credentials.webhookSecret,
            previous: credentials.previousWebhookSecret,
          },
          accept,
          onPreviousSecret: metrics.countPreviousSecret,
          log,
        }),
        gateRoute({ tokens: environment.gateTokens, desk: gateDesk(store, now), log }),
      ],
      { state: () => serviceState(store, now), readiness: readiness(store, github, now), metrics },
    ),
    beginSweeping() {
      const everyMs = environment.sweepSeconds * 1_000;
      stopSweeping = startSweeping(
        sweepPortsOf(store, { github, changes, noteRepositories, markDirty, log }),
        { everyMs, now },
      );
    },
    async stop() {
      await stopSweeping();
      await worker.stop();
      await store.queue.release(owner);
      await store.close();
    },
  };
}

/** The service before a GitHub App is configured: its pages, and the reason why it is not ready. */
export function unconfiguredSluice(options: {
  readonly setUpOffered: boolean;
}): Omit<Sluice, "accept"> {
  const metrics = createMetrics(null);
  const reason =
    "No GitHub App is configured: set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET, then restart.";
  return {
    handle: answerRequests([], {
      state: async () => ({ kind: "not-configured", ...options }),
      readiness: async () => [reason],
      metrics,
    }),
    beginSweeping: () => {},
    stop: async () => {},
  };
}

type RequestHandler = Sluice["handle"];

function answerRequests(
  routes: readonly RequestHandler[],
  pages: Parameters<typeof pagesRoute>[0],
): RequestHandler {
  const answerPage = getRequestListener(pagesRoute(pages).fetch);
  return async (request, response) => {
    for (const route of routes) {
      if (await route(request, response)) return true;
    }
    if (!isPage(request)) return false;
    await answerPage(request, response);
    return true;
  };
}

function gateRoute(options: Parameters<typeof gateApi>[0]): RequestHandler {
  const answer = getRequestListener(gateApi(options).fetch);
  return async (request, response) => {
    if (!isGateRequest(request)) return false;
    await answer(request, response);
    return true;
  };
}

function counted(metrics: Metrics, now: () => number, reconcile: Reconcile): Reconcile {
  return async (claim, confirmLease) => {
    const startedMs = now();
    let outcome: "done" | "failed" | "held" = "failed";
    try {
      const again = await reconcile(claim, confirmLease);
      outcome = again.isHeld === true ? "held" : "done";
      return again;
    } finally {
      metrics.countReconcile(claim.key.kind, outcome, now() - startedMs);
    }
  };
}

function portsOf<P>(store: Store, parts: P, now: () => number) {
  return {
    ...parts,
    commands: rememberCommands(store, now),
    history: store.pastChanges,
    merges: rememberMerges(store),
    unauthorised: store.unauthorised,
    reviews: store.reviews,
    gates: store.gates,
    deploymentNews: store.deploymentNews,
    watches: store.watches,
    rules: store.rules,
    mergedChanges: store.mergedChanges,
    deploymentCommands: store.commands,
    ...rememberReleases(store),
  };
}

function sweepPortsOf(
  store: Store,
  parts: Pick<SweepPorts, "github" | "changes" | "noteRepositories" | "markDirty" | "log">,
): SweepPorts {
  return {
    ...parts,
    gates: store.gates,
    tags: store.tags,
    branches: store.branchTips,
    pushesTold: store.pushes.movesOf.bind(store.pushes),
    watches: store.watches,
    installations: store.repositories,
    knownDeliveries: store.deliveries.known.bind(store.deliveries),
    repositoriesToSweep: store.repositories.toSweep.bind(store.repositories),
    noteSwept: store.repositories.noteSwept.bind(store.repositories),
    prune: (nowMs: number) => prune(store, nowMs),
  };
}

const dayMs = 24 * 3_600_000;

/** GitHub redelivers for three days; who pushed a head, and what it changed, matters as long as its pull request is worked on. */
async function prune(store: Store, nowMs: number): Promise<void> {
  await store.deliveries.prune(nowMs - 30 * dayMs);
  await store.pushes.prune(nowMs - 180 * dayMs);
  await store.headArrivals.prune(nowMs - 180 * dayMs);
  await store.changeHeads.prune(nowMs - 180 * dayMs);
}

async function serviceState(store: Store, now: () => number): Promise<ServiceState> {
  try {
    const [queue, repositories, head] = await Promise.all([
      store.queue.stats(now()),
      store.repositories.count(),
      store.ledger.head(),
    ]);
    return {
      kind: "running",
      repositories,
      waitingKeys: queue.ready + queue.leased,
      deadKeys: queue.dead,
      ledger: head.seq === 0 ? null : head,
    };
  } catch {
    return { kind: "database-away" };
  }
}
