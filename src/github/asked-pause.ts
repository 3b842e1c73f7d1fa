import { z } from "zod";
import type { RequestCost } from "./request-cost.ts";

/** What an answer of GitHub's says about its limits. */
export type AskedPause = {
  readonly resource: RequestCost["resource"] | "all";
  readonly untilMs: number;
  /** Whether this very request was refused; else it was the last one that fitted. */
  readonly refused: boolean;
};

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly body: unknown;
};

/** GitHub's advice where it names no time. */
const unnamedPauseMs = 60_000;

const messageSchema = z.object({ message: z.string() });
const graphQLErrorsSchema = z.object({
  errors: z.array(z.object({ type: z.string().optional(), message: z.string().optional() })),
});

/**
 * The pause that an answer asks for, or null.
 *
 * GraphQL answers 200 when it refuses, and only the message tells a secondary limit from a missing permission when there is no
 * `retry-after`: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function askedPause(answer: Answer, nowMs: number): AskedPause | null {
  const refused = isRefusal(answer);
  const retryAfterSeconds = numberOf(answer.headers["retry-after"]);
  if (retryAfterSeconds !== null && (refused || answer.status >= 400)) {
    return { resource: "all", untilMs: nowMs + retryAfterSeconds * 1_000, refused: true };
  }
  const resetSeconds = numberOf(answer.headers["x-ratelimit-reset"]);
  if (numberOf(answer.headers["x-ratelimit-remaining"]) === 0 && resetSeconds !== null) {
    const resource = answer.headers["x-ratelimit-resource"] === "graphql" ? "graphql" : "rest";
    const denied = refused || answer.status === 403;
    return { resource, untilMs: resetSeconds * 1_000, refused: denied };
  }
  return refused ? { resource: "all", untilMs: nowMs + unnamedPauseMs, refused } : null;
}

function isRefusal({ status, body }: Answer): boolean {
  if (status === 429) return true;
  const message = messageSchema.safeParse(body);
  if (status === 403) return message.success && speaksOfLimit(message.data.message);
  const errors = status === 200 ? graphQLErrorsSchema.safeParse(body).data?.errors : undefined;
  return (
    errors?.some(({ type, message }) => type === "RATE_LIMITED" || speaksOfLimit(message ?? "")) ??
    false
  );
}

function speaksOfLimit(message: string): boolean {
  return /secondary rate limit|abuse detection|API rate limit exceeded/i.test(message);
}

/** A header's number; null when it has none. */
export function numberOf(header: string | number | undefined): number | null {
  const value = header === undefined || header === "" ? Number.NaN : Number(header);
  return Number.isFinite(value) ? value : null;
}
