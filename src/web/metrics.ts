import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Rank } from "#core/key-rank.ts";

/** How the durable queue stands, read when the metrics are asked for. */
export type QueueStatistics = {
  readonly ready: number;
  readonly waiting: number;
  readonly leased: number;
  readonly dead: number;
  /** Milliseconds since the oldest ready key of each rank became ready; 0 where none is. */
  readonly oldestReadyAgeMs: Readonly<Record<Rank, number>>;
};

export type Metrics = {
  /** One call to GitHub; `route` is a template such as `GET /repos/{owner}/{repo}`. */
  countGitHubCall(route: string, status: number, durationMs: number): void;
  /** What an installation has left of an hour's calls, by GitHub's count. */
  noteGitHubBudget(
    installationId: number,
    budget: { readonly resource: string; readonly left: number; readonly limit: number },
  ): void;
  countDelivery(event: string, result: "stored" | "duplicate" | "failed"): void;
  /** One delivery that only the previous webhook secret signed. */
  countPreviousSecret(): void;
  countReconcile(kind: string, outcome: "done" | "failed" | "held", durationMs: number): void;
  /** Prometheus text, see https://prometheus.io/docs/instrumenting/exposition_formats/ */
  render(): Promise<string>;
  readonly contentType: string;
};

/** The process's metrics, in a registry of their own; without a queue before an App is configured. */
export function createMetrics(queueStatistics: (() => Promise<QueueStatistics>) | null): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    name: "sluice_github_calls_total",
    help: "Calls to GitHub by route and status (0: no answer)",
    labelNames: ["route", "status"],
    registers,
  });
  const callSeconds = new Histogram({
    name: "sluice_github_call_seconds",
    help: "GitHub's time to answer, by route",
    labelNames: ["route"],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const budgetLeft = new Gauge({
    name: "sluice_github_budget_left",
    help: "Share of an hour's calls to GitHub that an installation has left, by resource, when it last heard of it (0 to 1)",
    labelNames: ["installation", "resource"],
    registers,
  });
  const deliveries = new Counter({
    name: "sluice_deliveries_total",
    help: "Webhook deliveries by event and result (stored, duplicate, failed)",
    labelNames: ["event", "result"],
    registers,
  });
  const previousSecret = new Counter({
    name: "sluice_deliveries_previous_secret_total",
    help: "Deliveries that were signed with WEBHOOK_SECRET_PREVIOUS",
    registers,
  });
  const reconciles = new Counter({
    name: "sluice_reconciles_total",
    help: "Reconciled keys by kind and outcome (done, failed, held: put off to keep a reserve of calls)",
    labelNames: ["kind", "outcome"],
    registers,
  });
  const reconcileSeconds = new Histogram({
    name: "sluice_reconcile_seconds",
    help: "Time to reconcile a key, GitHub's time included, by kind",
    labelNames: ["kind"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  if (queueStatistics !== null) registerQueueGauges(registers, queueStatistics);

  return {
    countGitHubCall(route, status, durationMs) {
      calls.inc({ route, status });
      callSeconds.observe({ route }, durationMs / 1_000);
    },
    noteGitHubBudget(installation, { resource, left, limit }) {
      budgetLeft.set({ installation, resource }, limit === 0 ? 0 : left / limit);
    },
    countDelivery: (event, result) => deliveries.inc({ event, result }),
    countPreviousSecret: () => previousSecret.inc(),
    countReconcile(kind, outcome, durationMs) {
      reconciles.inc({ kind, outcome });
      reconcileSeconds.observe({ kind }, durationMs / 1_000);
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function registerQueueGauges(
  registers: Registry[],
  queueStatistics: () => Promise<QueueStatistics>,
): void {
  const oldest = new Gauge({
    name: "sluice_queue_oldest_ready_seconds",
    help: "Age of the oldest key that is ready and not yet worked on, by rank (first, usual, background)",
    labelNames: ["rank"],
    registers,
  });
  new Gauge({
    name: "sluice_queue_keys",
    help: "Keys in the queue by state; a dead key waits for a person",
    labelNames: ["state"],
    registers,
    async collect() {
      // While the database is away these numbers are missing, not the others: they are wanted most then.
      this.reset();
      oldest.reset();
      const statistics = await queueStatistics().catch(() => null);
      if (statistics === null) return;
      const { oldestReadyAgeMs, ...states } = statistics;
      for (const [state, keys] of Object.entries(states)) this.set({ state }, keys);
      for (const [rank, ageMs] of Object.entries(oldestReadyAgeMs)) {
        oldest.set({ rank }, ageMs / 1_000);
      }
    },
  });
}
