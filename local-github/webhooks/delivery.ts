import { createHmac } from "node:crypto";
import type { Installation, Repository } from "../world/model.ts";

/** One try to deliver an event; a redelivery is a further delivery with the same guid. */
export type Delivery = {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: Installation | null;
  readonly repository: Repository | null;
  readonly redelivery: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON that is signed and sent, byte for byte. */
  readonly body: string;
  outcome: DeliveryOutcome | null;
};

/** How the receiver answered. */
export type DeliveryOutcome = {
  readonly deliveredAt: string;
  readonly durationSeconds: number;
  /** `OK`, or GitHub's word for the failure. */
  readonly status: string;
  readonly statusCode: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
};

/** GitHub gives a receiver this long. https://docs.github.com/webhooks/using-webhooks/handling-webhook-deliveries */
const timeoutMs = 10_000;

/** The headers of a delivery, signed with the app's secret. */
export function deliveryHeaders(
  event: string,
  guid: string,
  body: string,
  secret: string,
): Readonly<Record<string, string>> {
  const signature = (algorithm: string) =>
    `${algorithm}=${createHmac(algorithm, secret).update(body).digest("hex")}`;
  return {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/local",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": "1",
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature": signature("sha1"),
    "x-hub-signature-256": signature("sha256"),
  };
}

/** Posts a delivery and answers how that went. Never throws: a failure is an outcome too. */
export async function send(url: string, delivery: Delivery, now: string): Promise<DeliveryOutcome> {
  const startedAt = performance.now();
  const outcome = (status: string, statusCode: number, headers = {}, responseBody = "") => ({
    deliveredAt: now,
    durationSeconds: (performance.now() - startedAt) / 1000,
    status,
    statusCode,
    responseHeaders: headers,
    responseBody,
  });
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: delivery.headers,
      body: delivery.body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const status = response.ok ? "OK" : `Invalid HTTP Response: ${response.status}`;
    const headers = Object.fromEntries(response.headers);
    return outcome(status, response.status, headers, await response.text());
  } catch (cause) {
    const timedOut = cause instanceof DOMException && cause.name === "TimeoutError";
    return timedOut ? outcome("timed out", 504) : outcome("failed to connect to host", 502);
  }
}
