import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { answerGraphql, operationNames } from "../graphql/answer.ts";
import { Refusal } from "../operations/refusal.ts";
import { answerPage } from "../pages/answer.ts";
import { answerRest, type RestRequest, refused } from "../rest/answer.ts";
import { matchRoute } from "../rest/match-route.ts";
import type { Answer, Services } from "../rest/route.ts";
import type { Failure, Faults } from "./faults.ts";

export type Behaviour = {
  readonly faults: Faults;
  /** Added to every answer of the API, as a real network would. */
  latencyMs: number;
};

type Outcome = { readonly answer: Answer; readonly fate: "sent" | "lost" | "held" };

/** Serves the API and the pages on a free loopback port. */
export async function listen(
  services: Services,
  behaviour: Behaviour,
  port: number,
): Promise<Server> {
  const server = createServer((request, response) => {
    serve(services, behaviour, request, response).catch((cause: unknown) => {
      const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      services.traffic.unhandled.push(`${request.method} ${request.url} failed: ${message}`);
      write(response, { status: 500, body: { message: "Server Error", detail: message } });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

/** The address that a server listens on. */
export function originOf(server: Server): string {
  const { port } = server.address() as AddressInfo; // null only before listening
  return `http://127.0.0.1:${port}`;
}

async function serve(
  services: Services,
  behaviour: Behaviour,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://local");
  const body = await readText(request);
  const method = request.method ?? "GET";
  if (!url.pathname.startsWith("/api/")) {
    write(response, await answerPage(services, url.pathname));
    return;
  }
  const startedMs = performance.now();
  const { route, outcome } =
    url.pathname === "/api/graphql"
      ? await graphql(services, behaviour, request, body)
      : await rest(services, behaviour, request, url, body);
  const durationMs = performance.now() - startedMs;
  const { status } = outcome.answer;
  services.traffic.record({ method, route, path: url.pathname, status, startedMs, durationMs });
  if (behaviour.latencyMs > 0) await wait(behaviour.latencyMs);
  if (outcome.fate === "lost") response.destroy();
  if (outcome.fate === "sent") write(response, outcome.answer);
}

async function rest(
  services: Services,
  { faults }: Behaviour,
  incoming: IncomingMessage,
  url: URL,
  body: string,
): Promise<{ route: string; outcome: Outcome }> {
  const request: RestRequest = {
    method: incoming.method ?? "GET",
    path: url.pathname.replace(/^\/api\/v3/, ""),
    query: url.searchParams,
    headers: headersOf(incoming),
    body,
  };
  const match = matchRoute(request.method, request.path);
  const route = match?.route.template ?? `${request.method} ${request.path}`;
  const fault = faults.strike({
    method: request.method,
    names: [request.path, route],
    body,
  });
  const outcome = await under(fault, services, () => answerRest(services, request, match));
  return { route, outcome };
}

async function graphql(
  services: Services,
  { faults }: Behaviour,
  incoming: IncomingMessage,
  body: string,
): Promise<{ route: string; outcome: Outcome }> {
  const names = operationNames(body);
  const fault = faults.strike({ method: "POST", names: ["/graphql", ...names], body });
  const { authorization } = incoming.headers;
  const outcome = await under(fault, services, () => answerGraphql(services, authorization, body));
  return { route: `graphql ${names[0] ?? "unreadable"}`, outcome };
}

async function under(
  failure: Failure | null,
  services: Services,
  answer: () => Promise<Answer>,
): Promise<Outcome> {
  if (!failure) return { answer: await answer(), fate: "sent" };
  if ("breakOff" in failure) return { answer: refusal(services, 502), fate: "lost" };
  if ("loseAnswer" in failure) {
    const done = await answer();
    const { instead } = failure;
    return instead === undefined
      ? { answer: done, fate: "lost" }
      : { answer: refusal(services, instead), fate: "sent" };
  }
  if ("hang" in failure) {
    return { answer: failure.hang === "after" ? await answer() : { status: 0 }, fate: "held" };
  }
  const { status, message, headers = {} } = failure;
  return { answer: { ...refusal(services, status, message), headers }, fate: "sent" };
}

function refusal(
  services: Services,
  status: number,
  message = "The local GitHub fails on request",
): Answer {
  return refused(services, new Refusal(status, message));
}

function headersOf({ headers }: IncomingMessage): RestRequest["headers"] {
  const { authorization, "if-none-match": ifNoneMatch } = headers;
  return {
    ...(authorization !== undefined && { authorization }),
    ...(ifNoneMatch !== undefined && { "if-none-match": ifNoneMatch }),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function write(response: ServerResponse, { status, body, headers }: Answer): void {
  const html = typeof body === "string";
  response.writeHead(status, {
    ...(body !== undefined && {
      "content-type": html ? "text/html; charset=utf-8" : "application/json; charset=utf-8",
    }),
    ...headers,
  });
  if (body === undefined) response.end();
  else response.end(html ? body : JSON.stringify(body));
}
