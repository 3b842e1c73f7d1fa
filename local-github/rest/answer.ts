import { createHash } from "node:crypto";
import { type Caller, covers, isGranted } from "../http/tokens.ts";
import { Refusal } from "../operations/refusal.ts";
import { apiUrl } from "../represent/account.ts";
import type { Match } from "./match-route.ts";
import type { Answer, Call, Route, Services } from "./route.ts";
import { problemOfAnswer, readBody, unknownParameters, validate } from "./validate.ts";

/** A request as it came over the wire; the path is without `/api/v3`. */
export type RestRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: { readonly authorization?: string; readonly "if-none-match"?: string };
  readonly body: string;
};

/** Answers one REST request as GitHub would, refusals included. */
export function answerRest(
  services: Services,
  request: RestRequest,
  match: Match | null,
): Promise<Answer> {
  return orRefused(services, async () => {
    const { rateLimit } = services;
    const caller = services.tokens.caller(request.headers.authorization);
    const answer = await orRefused(services, () => {
      if (rateLimit.spend(caller)) return answerCaller(services, caller, request, match);
      throw new Refusal(403, "API rate limit exceeded for installation.");
    });
    const known = request.headers["if-none-match"]?.replace(/^W\//, "");
    const unchanged = known !== undefined && known === answer.headers?.etag;
    if (unchanged) rateLimit.refund(caller);
    const headers = { ...rateLimit.headers(caller, "core"), ...answer.headers };
    return unchanged ? { status: 304, headers } : { ...answer, headers };
  });
}

/** A refusal as REST puts it. */
export function refused({ world }: Services, refusal: Refusal): Answer {
  const { status, message, details } = refusal;
  return {
    status,
    body: {
      message,
      ...(details.length > 0 && { errors: details }),
      documentation_url: `${apiUrl(world)}/docs`,
      status: String(status),
    },
  };
}

async function orRefused(services: Services, answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (cause) {
    if (cause instanceof Refusal) return refused(services, cause);
    throw cause;
  }
}

async function answerCaller(
  services: Services,
  caller: Caller,
  request: RestRequest,
  match: Match | null,
): Promise<Answer> {
  const { traffic } = services;
  if (!match) {
    traffic.unhandled.push(`${request.method} ${request.path}: no such route here`);
    throw new Refusal(404, "Not Found");
  }
  const { template } = match.route;
  const body = readBody(request.body);
  const query = Object.fromEntries(request.query);
  for (const name of unknownParameters(template, query, body)) {
    traffic.unhandled.push(`${template}: GitHub ignores the parameter ${name}`);
  }
  const parameters = validate(template, match.path, query, body);
  refuseWithoutPermission(services, caller, match);
  const call: Call<unknown> = {
    ...services,
    caller,
    parameters,
    url: request.path,
    query: request.query,
  };
  const answer = await match.route.answer(call);
  verify(services, match.route, answer);
  if (request.method === "GET")
    return { ...answer, headers: { ...answer.headers, ...etag(answer) } };
  traffic.writes.push({ name: template, input: parameters });
  return answer;
}

function refuseWithoutPermission(
  { world }: Services,
  caller: Caller,
  { route: { needs }, path }: Match,
): void {
  if (needs === "jwt") {
    if (caller.kind === "app") return;
    throw new Refusal(401, "A JSON web token could not be decoded");
  }
  if (caller.kind === "app") throw new Refusal(403, "Resource not accessible by integration");
  if (needs === "token") return;
  const repository = world.repository(path.owner ?? "", path.repo ?? "");
  const outside = repository !== undefined && !covers(world, caller, repository);
  if (outside && repository.private) return; // the route itself says 404
  const writes = needs.some((need) => need.endsWith(":write"));
  if (!isGranted(caller, needs) || (outside && writes)) {
    throw new Refusal(403, "Resource not accessible by integration");
  }
}

/** Our own answers are held against GitHub's description too. */
function verify({ verifyAnswers, traffic }: Services, { template }: Route, answer: Answer): void {
  if (!verifyAnswers) return;
  const problem = problemOfAnswer(template, answer.status, answer.body);
  if (problem === null) return;
  traffic.unhandled.push(`${template}: our answer is not GitHub's: ${problem}`);
}

function etag({ body }: Answer): { readonly etag: string } {
  const hash = createHash("sha256").update(JSON.stringify(body ?? ""));
  return { etag: `"${hash.digest("hex")}"` };
}
