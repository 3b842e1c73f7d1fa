import type { IncomingMessage, ServerResponse } from "node:http";
import { verify } from "@octokit/webhooks-methods";
import type { Logger } from "pino";
import { BodyTooLarge, readBody } from "./read-body.ts";

/** A delivery whose signature was verified. */
export type Delivery = {
  /** `X-GitHub-Delivery`: the same for every redelivery. */
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
};

/** Stores a delivery durably; resolves only then. */
export type AcceptDelivery = (delivery: Delivery) => Promise<"stored" | "duplicate">;

/** With what deliveries may be signed. */
export type WebhookSecrets = {
  readonly current: string;
  /** The one from before, until GitHub signs with the current one; null: only one is valid. */
  readonly previous: string | null;
};

type RouteOptions = {
  readonly path: string;
  readonly secrets: WebhookSecrets;
  readonly accept: AcceptDelivery;
  /** Called for each delivery that only the previous secret signed; for the metrics. */
  readonly onPreviousSecret: () => void;
  readonly log: Logger;
};

type Answer = { readonly status: number; readonly message: string };

/** GitHub's own limit for a payload: https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const maxBodyBytes = 25 * 1024 * 1024;

/**
 * Answers `POST <path>`: 202 when the delivery is stored, 400 for what is no delivery, 401 for a bad signature, 413 for
 * too large a body, 503 when it can't be stored (GitHub keeps it, and the sweep asks for it again).
 */
export function webhookRoute(
  options: RouteOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const path = request.url?.split("?")[0];
    if (path !== options.path || request.method !== "POST") return false;
    const answer = await answerDelivery(request, options);
    // An unread body would be taken for the next request on this connection.
    if (!request.complete) response.setHeader("connection", "close");
    response.writeHead(answer.status, { "content-type": "text/plain; charset=utf-8" });
    response.end(`${answer.message}\n`);
    return true;
  };
}

async function answerDelivery(
  request: IncomingMessage,
  options: Omit<RouteOptions, "path">,
): Promise<Answer> {
  const id = header(request, "x-github-delivery");
  const event = header(request, "x-github-event");
  const signature = header(request, "x-hub-signature-256");
  let body: string;
  try {
    body = (await readBody(request, maxBodyBytes)).toString("utf8");
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      return { status: 413, message: "The body is larger than 25 MiB." };
    }
    return { status: 400, message: "The body ended before it was complete." };
  }
  const signedWith = await findSecret(options.secrets, body, signature);
  if (signedWith === null) {
    return {
      status: 401,
      message:
        "The signature (X-Hub-Signature-256) is missing or wrong. Is the App's webhook secret the one in WEBHOOK_SECRET?",
    };
  }
  if (signedWith === "previous") {
    options.onPreviousSecret();
    options.log.info({ delivery: id, event }, "signed with the previous webhook secret");
  }
  if (id === null || event === null) {
    return { status: 400, message: "X-GitHub-Delivery and X-GitHub-Event are needed." };
  }
  const payload = parseJson(body);
  if (payload === undefined) {
    return {
      status: 400,
      message: "The body is no JSON. Set the webhook's content type to application/json.",
    };
  }
  try {
    const result = await options.accept({ id, event, payload });
    return { status: 202, message: result === "stored" ? "Stored." : "Stored before." };
  } catch (error) {
    options.log.error({ err: error, delivery: id, event }, "a delivery could not be stored");
    return {
      status: 503,
      message: "The delivery could not be stored: the database does not answer. Deliver it again.",
    };
  }
}

/** Which secret made the signature; null: none did. */
async function findSecret(
  { current, previous }: WebhookSecrets,
  body: string,
  signature: string | null,
): Promise<keyof WebhookSecrets | null> {
  if (signature === null) return null;
  const isMadeWith = (secret: string) => verify(secret, body, signature).catch(() => false);
  if (await isMadeWith(current)) return "current";
  return previous !== null && (await isMadeWith(previous)) ? "previous" : null;
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" && value.length <= 1_000 ? value : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
