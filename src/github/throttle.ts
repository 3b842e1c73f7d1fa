import pLimit from "p-limit";
import { RetryLater } from "#core/errors.ts";
import type { RequestCost } from "./request-cost.ts";
import { createSlidingWindow } from "./sliding-window.ts";

/** Keeps one installation's requests within GitHub's limits. */
export type Throttle = {
  /**
   * Runs the call when a slot is free.
   *
   * @throws RetryLater, before anything is sent, when a limit is reached: the durable queue waits, not this process
   */
  run<T>(cost: RequestCost, call: () => Promise<T>): Promise<T>;
  /** Sends nothing more to the resource before this moment. */
  pause(resource: RequestCost["resource"] | "all", untilMs: number): void;
};

const minuteMs = 60_000;
/** Of the 100 concurrent requests that GitHub allows, shared with everything else that uses the installation. */
const concurrentRequests = 20;

/**
 * A throttle with GitHub's documented secondary limits, see
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
export function createThrottle(now: () => number): Throttle {
  const slots = pLimit(concurrentRequests);
  const points = {
    rest: createSlidingWindow(900, minuteMs),
    graphql: createSlidingWindow(2_000, minuteMs),
  };
  const contents = [createSlidingWindow(80, minuteMs), createSlidingWindow(500, 60 * minuteMs)];
  const pausedUntilMs = { rest: 0, graphql: 0 };

  const spend = (cost: RequestCost) => {
    const nowMs = now();
    if (pausedUntilMs[cost.resource] > nowMs) throw limited(pausedUntilMs[cost.resource]);
    const fitsAtMs = points[cost.resource].fitsAtMs(cost.points, nowMs) ?? 0;
    const contentsFitAtMs = Math.max(
      ...contents.map((window) => window.fitsAtMs(cost.contents, nowMs) ?? 0),
    );
    if (fitsAtMs > 0) throw limited(Math.max(fitsAtMs, contentsFitAtMs));
    if (contentsFitAtMs > 0) throw new ContentsLimited(contentsFitAtMs);
    points[cost.resource].spend(cost.points, nowMs);
    for (const window of contents) window.spend(cost.contents, nowMs);
  };

  return {
    run: (cost, call) =>
      slots(async () => {
        spend(cost);
        return await call();
      }),
    pause(resource, untilMs) {
      for (const name of resource === "all" ? (["rest", "graphql"] as const) : [resource]) {
        pausedUntilMs[name] = Math.max(pausedUntilMs[name], untilMs);
      }
    },
  };
}

/** Only the limit for what notifies people is reached: without that, the request may be sent. */
export class ContentsLimited extends RetryLater {
  override readonly notBeforeMs: number;

  constructor(untilMs: number) {
    super("GitHub's limit for comments and review requests is reached.", untilMs);
    this.notBeforeMs = untilMs;
  }
}

/** The refusal to send, or GitHub's refusal to answer, until a moment. */
export function limited(untilMs: number): RetryLater {
  return new RetryLater("GitHub's rate limit for this installation is reached.", untilMs);
}
