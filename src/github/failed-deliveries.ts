import type { Client } from "./client.ts";

/** A delivery that GitHub could not hand over. */
export type FailedDelivery = {
  /** GitHub's number of this attempt. */
  readonly id: number;
  /** `X-GitHub-Delivery`: the same for every attempt. */
  readonly guid: string;
};

/** 5,000 failures; what is beyond is found by the sweep over open pull requests. */
const mostPages = 50;

/**
 * The attempts since a moment (milliseconds since the epoch) that failed, newest first. `app` is the app's own client.
 *
 * See https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
 */
export async function listFailedDeliveries(
  app: Client,
  sinceMs: number,
): Promise<readonly FailedDelivery[]> {
  const failed: FailedDelivery[] = [];
  let cursor: string | undefined;
  for (let page = 1; page <= mostPages; page++) {
    const { data, headers } = await app.request("GET /app/hook/deliveries", {
      per_page: 100,
      status: "failure",
      ...(cursor !== undefined && { cursor }),
    });
    const recent = data.filter(({ delivered_at }) => Date.parse(delivered_at) >= sinceMs);
    // An older Enterprise Server doesn't know the parameter and lists the others, too.
    const failures = recent.filter(({ status_code }) => status_code < 200 || status_code >= 400);
    failed.push(...failures.map(({ id, guid }) => ({ id: Number(id), guid })));
    cursor = nextCursor(headers.link);
    if (cursor === undefined || recent.length < data.length) break;
  }
  return failed;
}

/** Asks GitHub to deliver once more. */
export async function requestRedelivery(app: Client, id: number): Promise<void> {
  await app.request("POST /app/hook/deliveries/{delivery_id}/attempts", { delivery_id: id });
}

function nextCursor(link: string | undefined): string | undefined {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return url === undefined ? undefined : (new URL(url).searchParams.get("cursor") ?? undefined);
}
