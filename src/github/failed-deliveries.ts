import type { Client } from "./client.ts";
import { type HookDelivery, hookDeliveries } from "./hook-deliveries.ts";

/** A delivery that GitHub could not hand over. */
export type FailedDelivery = Pick<HookDelivery, "id" | "guid">;

/** 5,000 failures; what is beyond is found by the sweep over open pull requests. */
const mostPages = 50;

/** The attempts since a moment (milliseconds since the epoch) that failed, newest first. `app` is the app's own client. */
export async function listFailedDeliveries(
  app: Client,
  sinceMs: number,
): Promise<readonly FailedDelivery[]> {
  const failed: FailedDelivery[] = [];
  for await (const page of hookDeliveries(app, { sinceMs, mostPages, status: "failure" })) {
    // An older Enterprise Server doesn't know the parameter and lists the others, too.
    const failures = page.filter(({ statusCode }) => statusCode < 200 || statusCode >= 400);
    failed.push(...failures.map(({ id, guid }) => ({ id, guid })));
  }
  return failed;
}
