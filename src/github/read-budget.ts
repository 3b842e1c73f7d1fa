import { type Answer, numberOf } from "./asked-pause.ts";

/** What is left of an hour's calls, as GitHub counts them for one resource, e.g. `core` or `graphql`. */
export type Budget = {
  readonly resource: string;
  readonly left: number;
  readonly limit: number;
  /** When the next hour begins, milliseconds since the epoch. */
  readonly resetAtMs: number;
};

/**
 * The budget that an answer tells of; null where it tells of none, as an Enterprise Server without limits does.
 *
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit
 */
export function readBudget({ headers }: Pick<Answer, "headers">): Budget | null {
  const left = numberOf(headers["x-ratelimit-remaining"]);
  const limit = numberOf(headers["x-ratelimit-limit"]);
  const resource = headers["x-ratelimit-resource"];
  const resetSeconds = numberOf(headers["x-ratelimit-reset"]);
  if (left === null || limit === null || resetSeconds === null) return null;
  if (typeof resource !== "string") return null;
  return { resource, left, limit, resetAtMs: resetSeconds * 1_000 };
}
