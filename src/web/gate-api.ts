import type { IncomingMessage } from "node:http";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Logger } from "pino";
import { z } from "zod";
import type { GateAnswer } from "#core/gate/gate-answer.ts";
import type { RepositoryName } from "#core/key.ts";
import { findCaller, type GateToken } from "./gate-tokens.ts";
import { type Problem, problemResponse } from "./problem.ts";

/** What a pipeline asks: may this commit go to this environment? */
export type GateRequest = {
  readonly repository: RepositoryName;
  readonly sha: string;
  readonly environment: string;
  readonly component: string | null;
  /** Asking again with the same key gives the same gate. */
  readonly idempotencyKey: string | null;
  /** The name of the token that was used. */
  readonly askedBy: string;
};

/** Where gates are asked for and looked up. */
export type GateDesk = {
  /** Opens the gate, or finds the one that this question opened before. Null: the app does not reach the repository. */
  open(request: GateRequest): Promise<GateAnswer | null | "key-used-for-another-gate">;
  find(id: string): Promise<GateAnswer | null>;
};

const root = "/api/v1/gates";

/** Far more than a request needs. */
const maxBodyBytes = 16 * 1024;

/** Names as GitHub allows them: https://docs.github.com/en/rest/deployments/environments bounds an environment's at 255. */
const Body = z.strictObject({
  repository: z
    .string()
    .regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'name the repository as "owner/name"'),
  sha: z
    .string()
    .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "give the commit's whole SHA, in lower case"),
  environment: z.string().trim().min(1, "name the environment").max(255),
  component: z.string().trim().min(1).max(255).optional(),
  idempotencyKey: z.string().min(1).max(255).optional(),
});

/** Whether {@link gateApi} answers this request. */
export function isGateRequest({ url }: Pick<IncomingMessage, "url">): boolean {
  const path = url?.split("?")[0] ?? "";
  return path === root || path.startsWith(`${root}/`);
}

/**
 * The gate API for pipelines outside GitHub: `POST /api/v1/gates` asks, `GET /api/v1/gates/{id}` looks. Errors are problem
 * details (RFC 9457, https://www.rfc-editor.org/rfc/rfc9457).
 */
export function gateApi(options: {
  readonly tokens: readonly GateToken[];
  readonly desk: GateDesk;
  readonly log: Logger;
}): Hono<{ Variables: { askedBy: string } }> {
  const { tokens, desk, log } = options;
  const api = new Hono<{ Variables: { askedBy: string } }>();
  api.use(async (c, next) => {
    const askedBy = findCaller(tokens, c.req.header("authorization"));
    if (askedBy === null) return refuse(c, tokens.length === 0 ? noTokens : wrongToken);
    c.set("askedBy", askedBy);
    await next();
    return undefined;
  });
  api.post(
    root,
    bodyLimit({ maxSize: maxBodyBytes, onError: (c) => refuse(c, tooLarge) }),
    async (c) => {
      const body = Body.safeParse(await c.req.json().catch(() => undefined));
      if (!body.success) return refuse(c, malformed(body.error));
      const { repository, component = null, idempotencyKey = null, ...question } = body.data;
      const [owner = "", name = ""] = repository.split("/");
      const answer = await desk.open({
        ...question,
        repository: { owner, name },
        component,
        idempotencyKey,
        askedBy: c.get("askedBy"),
      });
      if (answer === null) return refuse(c, unknownRepository(repository));
      if (answer === "key-used-for-another-gate") return refuse(c, keyTaken);
      return c.json(answer, 202, { location: `${root}/${answer.id}` });
    },
  );
  api.get(`${root}/:id`, async (c) => {
    const answer = await desk.find(c.req.param("id"));
    return answer === null ? refuse(c, unknownGate) : c.json(answer);
  });
  api.all("*", (c) => refuse(c, wrongRoute));
  api.onError((error, c) => {
    log.error({ err: error }, "a gate request could not be answered");
    return refuse(c, databaseAway);
  });
  return api;
}

function refuse(c: Context, problem: Problem): Response {
  return problemResponse(problem, c.req.path);
}

const noTokens: Problem = {
  status: 401,
  title: "No token may ask for gates yet",
  detail: "Set SLUICE_GATE_TOKENS on the server, e.g. jenkins=<a secret of 32 characters or more>.",
};

const wrongToken: Problem = {
  status: 401,
  title: "The token is missing or wrong",
  detail: "Send one of the server's SLUICE_GATE_TOKENS as: Authorization: Bearer <token>.",
};

const tooLarge: Problem = {
  status: 413,
  title: "The body is too large",
  detail: `A request has at most ${maxBodyBytes} bytes.`,
};

function malformed(error: z.ZodError): Problem {
  const problems = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join(".")}: ${message}`,
  );
  return {
    status: 400,
    title: "This is no question for a gate",
    detail: `${problems.join("; ")}. Send JSON such as {"repository": "acme/shop", "sha": "<40 digits>", "environment": "production"}.`,
  };
}

function unknownRepository(repository: string): Problem {
  return {
    status: 404,
    title: "The repository is not known here",
    detail: `The App is not installed on ${repository}, or it has not been seen yet. Install it, then ask again.`,
  };
}

const unknownGate: Problem = {
  status: 404,
  title: "There is no such gate",
  detail: "Ask for one with POST /api/v1/gates; its answer holds the id.",
};

const keyTaken: Problem = {
  status: 409,
  title: "The idempotency key belongs to another gate",
  detail: "Use one key for one question: the same repository, commit, environment and component.",
};

const wrongRoute: Problem = {
  status: 404,
  title: "There is nothing here",
  detail: "The gate API has POST /api/v1/gates and GET /api/v1/gates/{id}.",
};

const databaseAway: Problem = {
  status: 503,
  title: "The question could not be answered",
  detail: "The server's database does not answer. Nothing was decided: ask again.",
};
