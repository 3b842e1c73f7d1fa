import type { Caller } from "./tokens.ts";

/** A caller's budget of requests in an hour. */
export class RateLimit {
  /** Requests an hour; GitHub grants an installation 5,000 to 12,500. */
  limit = 5000;
  readonly #clock: () => Date;
  readonly #used = new Map<string, { used: number; resetAt: number }>();

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  /** Counts one request; false when nothing is left. A 304 is free: it is given back with {@link refund}. */
  spend(caller: Caller): boolean {
    const window = this.#window(caller);
    if (window.used >= this.limit) return false;
    window.used += 1;
    return true;
  }

  /** Has an installation use up all but so many of its requests. */
  leave(installationId: number, left: number): void {
    this.#windowOf(`${installationId}`).used = this.limit - left;
  }

  refund(caller: Caller): void {
    this.#window(caller).used -= 1;
  }

  /** What is left, as `GET /rate_limit` says it. `reset` is in seconds since the epoch. */
  state(caller: Caller): { limit: number; used: number; remaining: number; reset: number } {
    const { used, resetAt } = this.#window(caller);
    const remaining = Math.max(0, this.limit - used);
    return { limit: this.limit, used, remaining, reset: Math.ceil(resetAt / 1000) };
  }

  headers(caller: Caller, resource: "core" | "graphql"): Readonly<Record<string, string>> {
    const { limit, used, remaining, reset } = this.state(caller);
    return {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-used": String(used),
      "x-ratelimit-reset": String(reset),
      "x-ratelimit-resource": resource,
    };
  }

  #window(caller: Caller): { used: number; resetAt: number } {
    const { kind } = caller;
    return this.#windowOf(
      kind === "installation" ? `${caller.installation.id}` : caller.account.login,
    );
  }

  #windowOf(key: string): { used: number; resetAt: number } {
    const now = this.#clock().getTime();
    const known = this.#used.get(key);
    if (known && known.resetAt > now) return known;
    const fresh = { used: 0, resetAt: now + 60 * 60 * 1000 };
    this.#used.set(key, fresh);
    return fresh;
  }
}
