import type { Client } from "./client.ts";

/** One attempt of GitHub's to hand over a delivery, as the App's own list has it. */
export type HookDelivery = {
  /** GitHub's number of this attempt: digits, which a JavaScript number may be too small for. */
  readonly id: string;
  /** `X-GitHub-Delivery`: the same for every attempt. */
  readonly guid: string;
  readonly event: string;
  /** 0 and more; GitHub's own word for an answer that never came is a number, too. */
  readonly statusCode: number;
};

/**
 * The attempts since a moment (milliseconds since the epoch), newest first, a page of 100 at a time. `app` is the app's own client. GitHub keeps
 * them for some days.
 *
 * See https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
 */
export async function* hookDeliveries(
  app: Client,
  wish: { readonly sinceMs: number; readonly mostPages: number; readonly status?: "failure" },
): AsyncGenerator<readonly HookDelivery[]> {
  const { sinceMs, mostPages, status } = wish;
  let cursor: string | undefined;
  for (let page = 1; page <= mostPages; page++) {
    const { data, headers } = await app.request("GET /app/hook/deliveries", {
      per_page: 100,
      ...(status !== undefined && { status }),
      ...(cursor !== undefined && { cursor }),
    });
    const recent = data.filter(({ delivered_at }) => Date.parse(delivered_at) >= sinceMs);
    yield recent.map(({ id, guid, event, status_code: statusCode }) => ({
      ...{ id: String(id), guid, event, statusCode },
    }));
    cursor = nextCursor(headers.link);
    if (cursor === undefined || recent.length < data.length) return;
  }
}

/** Asks GitHub to deliver once more. */
export async function requestRedelivery(app: Client, id: string): Promise<void> {
  await app.request({
    method: "POST",
    url: "/app/hook/deliveries/{delivery_id}/attempts",
    delivery_id: id,
  });
}

/** What GitHub sent with an attempt; null when it does not say. */
export async function readHookPayload(app: Client, id: string): Promise<unknown> {
  const { data } = await app.request({
    method: "GET",
    url: "/app/hook/deliveries/{delivery_id}",
    delivery_id: id,
  });
  return data?.request?.payload ?? null;
}

function nextCursor(link: string | undefined): string | undefined {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return url === undefined ? undefined : (new URL(url).searchParams.get("cursor") ?? undefined);
}
