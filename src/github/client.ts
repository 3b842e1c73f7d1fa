import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { LRUCache } from "lru-cache";
import { RetryLater } from "#core/errors.ts";
import { type Answer, askedPause } from "./asked-pause.ts";
import { type Budget, readBudget } from "./read-budget.ts";
import { costOf } from "./request-cost.ts";
import { answerOf, CredentialsRefused, tokenRoute, translateError } from "./request-error.ts";
import { createSameOriginFetch } from "./same-origin-fetch.ts";
import { createThrottle, limited, type Throttle } from "./throttle.ts";

export type ClientOptions = {
  readonly appId: number;
  readonly privateKey: string;
  /** Somebody's own token: it is used in place of the app's credentials, for every installation. */
  readonly token?: string;
  /** `https://api.github.com`, or `https://<host>/api/v3` of an Enterprise Server. */
  readonly baseUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Called after every request; for the metrics. */
  readonly onCall?: (call: GitHubCall) => void;
  /** Called after every answer to an installation that tells of its budget; for the metrics. */
  readonly onBudget?: (installationId: number, budget: Budget) => void;
  readonly timeoutMs?: number;
};

/** One request that was sent. */
export type GitHubCall = {
  /** The template, e.g. `GET /repos/{owner}/{repo}/pulls/{pull_number}`, or `GraphQL <operation>`. */
  readonly route: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly durationMs: number;
};

/** REST and GraphQL with one set of credentials. Errors are RetryLater, CredentialsRefused, TerminalError or Refused. */
export type Client = {
  readonly request: Octokit["request"];
  /** The raw body of GitHub's answer: `data` and `errors`. */
  readonly graphql: (
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ) => Promise<unknown>;
};

/** One client per installation, each with a throttle of its own, and one for the app itself. */
export type Clients = {
  readonly app: Client;
  installation(installationId: number): Client;
};

/** How many installations' clients (and their tokens) are kept. */
const keptClients = 1_000;

/** Clients for a GitHub App. Nothing is sent before the first request. */
export function createClients(options: ClientOptions): Clients {
  const clients = new LRUCache<number, Client>({ max: keptClients });
  const { appId, privateKey, token } = options;
  if (token !== undefined) {
    const client = createClient(options, { auth: token });
    return { app: client, installation: () => client };
  }
  const asApp = (installation: { readonly installationId?: number }) =>
    createClient(options, {
      authStrategy: createAppAuth,
      auth: { appId, privateKey, ...installation, log: silent },
      ...installation,
      // With a client goes its token: the next one asks for a new one.
      onRefused: () => clients.delete(installation.installationId ?? 0),
    });
  return {
    app: asApp({}),
    installation(installationId) {
      const client = clients.get(installationId) ?? asApp({ installationId });
      clients.set(installationId, client);
      return client;
    },
  };
}

/** How Octokit proves who asks. */
type Authentication = {
  readonly auth: unknown;
  readonly authStrategy?: typeof createAppAuth;
  /** Absent for the app itself, and for somebody's own token. */
  readonly installationId?: number;
  /** Called when GitHub does not accept it. */
  readonly onRefused?: () => void;
};

function createClient(
  options: ClientOptions,
  { onRefused, installationId, ...authentication }: Authentication,
): Client {
  const octokit = new Octokit({
    baseUrl: options.baseUrl,
    ...authentication,
    log: silent,
    request: { fetch: createSameOriginFetch(options.baseUrl), log: silent },
  });
  const throttle = createThrottle(options.now);
  const noteBudget = (route: string, answer: Answer) => {
    const budget = readBudget(answer);
    // The request for a token is the app's, and counts against the app's own budget.
    if (installationId === undefined || route === tokenRoute || budget === null) return;
    options.onBudget?.(installationId, budget);
  };
  octokit.hook.wrap("request", (send, request) => {
    const route = routeOf(request);
    const call = () =>
      watched({ ...options, throttle, noteBudget }, route, () => {
        const signal = AbortSignal.timeout(options.timeoutMs ?? 10_000);
        // In place: the hooks below this one were handed the same object before and see no other.
        request.request = { ...request.request, signal };
        return send(request);
      }).catch((error: unknown) => {
        if (error instanceof CredentialsRefused) onRefused?.();
        throw error;
      });
    // A request that waits for its token holds a slot already: the token's request must not wait for another.
    return route === tokenRoute ? call() : throttle.run(costOf(request), call);
  });
  const graphQLUrl = graphQLUrlOf(options.baseUrl);
  return {
    request: octokit.request,
    graphql: async (query, variables) => {
      const answer = await octokit.request({ method: "POST", url: graphQLUrl, query, variables });
      return answer.data;
    },
  };
}

/** Sends, tells the metrics and the throttle what came back, and gives every failure its meaning. */
async function watched<
  Response extends { status: number; headers: Answer["headers"]; data: unknown },
>(
  {
    now,
    onCall,
    throttle,
    noteBudget,
  }: Pick<ClientOptions, "now" | "onCall"> & {
    readonly throttle: Throttle;
    readonly noteBudget: (route: string, answer: Answer) => void;
  },
  route: string,
  send: () => Response | Promise<Response>,
): Promise<Response> {
  const startedMs = now();
  const note = (answer: Answer | null) => {
    onCall?.({ route, status: answer?.status ?? 0, durationMs: now() - startedMs });
    if (answer) noteBudget(route, answer);
    const pause = answer && askedPause(answer, now());
    if (pause) throttle.pause(pause.resource, pause.untilMs);
    return pause;
  };
  const response = await Promise.resolve(send()).catch((error: unknown) => {
    note(answerOf(error));
    throw translateError(error, route, now());
  });
  const { status, headers, data } = response;
  const pause = note({ status, headers, body: data });
  if (pause?.refused) throw limited(pause.untilMs);
  // Octokit gives the text that it has when a connection breaks in the middle of an answer.
  if (typeof data === "string" && status !== 204) {
    throw new RetryLater(`GitHub's answer was cut off (${route}).`);
  }
  return response;
}

function routeOf(request: { method: string; url: string; query?: unknown }): string {
  if (request.url.endsWith("/graphql")) {
    const operation = /^\s*(?:query|mutation)\s+(\w+)/.exec(String(request.query))?.[1];
    return `GraphQL ${operation ?? "unnamed"}`;
  }
  return `${request.method} ${request.url}`;
}

/** An Enterprise Server has REST under `/api/v3` and GraphQL beside it. */
function graphQLUrlOf(baseUrl: string): string {
  return `${baseUrl.replace(/\/api\/v3\/?$/, "/api").replace(/\/$/, "")}/graphql`;
}

/** Octokit would write to the console, request and all; what is worth knowing goes through `onCall` and the errors. */
const silent = { debug: noop, info: noop, warn: noop, error: noop };

function noop(): void {}
