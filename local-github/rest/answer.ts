import { createHash } from "node:crypto";
import { covers } from "../http/tokens.ts";
import { Refusal } from "../operations/refusal.ts";
import { apiUrl } from "../represent/account.ts";
import type { Answer, Call, Needs, Route, Services } from "./route.ts";
import { routes } from "./routes.ts";
import {
  descriptionOf,
  problemOfAnswer,
  readBody,
  unknownParameters,
  validate,
} from "./validate.ts";

/** A request as it came over the wire; the path is without `/api/v3`. */
export type RestRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

type Match = { readonly route: Route; readonly path: Record<string, string> };

const matchers = routes
  .map((route) => {
    const [method = "", template = ""] = route.template.split(" ");
    return { route, method, pattern: patternOf(route.template, template) };
  })
  // A reference may contain slashes, so what continues after it is tried first.
  .toSorted((a, b) => b.route.template.split("/").length - a.route.template.split("/").length);

/** The route that a request is for. */
export function matchRoute({ method, path }: RestRequest): Match | null {
  for (const { route, pattern, ...matcher } of matchers) {
    const found = matcher.method === method ? pattern.exec(path) : null;
    if (!found) continue;
    const values = Object.entries(found.groups ?? {});
    return { route, path: Object.fromEntries(values.map(([k, v]) => [k, decodeURIComponent(v)])) };
  }
  return null;
}

/** Answers one REST request as GitHub would, refusals included. */
export async function answerRest(
  services: Services,
  request: RestRequest,
  match: Match | null,
): Promise<Answer> {
  try {
    return await answer(services, request, match);
  } catch (cause) {
    if (cause instanceof Refusal) return refused(services, cause);
    throw cause;
  }
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

async function answer(
  services: Services,
  request: RestRequest,
  match: Match | null,
): Promise<Answer> {
  const { tokens, rateLimit, traffic } = services;
  const caller = tokens.caller(request.headers.authorization);
  if (!rateLimit.spend(caller)) {
    const message = "API rate limit exceeded for installation.";
    return {
      ...refused(services, new Refusal(403, message)),
      headers: rateLimit.headers(caller, "core"),
    };
  }
  const headers = rateLimit.headers(caller, "core");
  if (!match) {
    traffic.unhandled.push(`${request.method} ${request.path}: no such route here`);
    return { ...refused(services, new Refusal(404, "Not Found")), headers };
  }
  const { route } = match;
  const body = readBody(request.body);
  const query = Object.fromEntries(request.query);
  for (const name of unknownParameters(route.template, query, body)) {
    traffic.unhandled.push(`${route.template}: GitHub ignores the parameter ${name}`);
  }
  const parameters = validate(route.template, match.path, query, body);
  const call = { ...services, caller, parameters, url: request.path, query: request.query };
  refuseWithoutPermission(route.needs, call, match.path);
  const given = await route.answer(call);
  const problem = services.verifyAnswers
    ? problemOfAnswer(route.template, given.status, given.body)
    : null;
  if (problem !== null)
    traffic.unhandled.push(`${route.template}: our answer is not GitHub's: ${problem}`);
  if (request.method !== "GET") {
    traffic.writes.push({ name: route.template, input: parameters });
    return { ...given, headers: { ...headers, ...given.headers } };
  }
  const etag = `"${createHash("sha256")
    .update(JSON.stringify(given.body ?? ""))
    .digest("hex")}"`;
  const known = request.headers["if-none-match"]?.replace(/^W\//, "") === etag;
  if (known) rateLimit.refund(caller);
  const all = { ...(known ? rateLimit.headers(caller, "core") : headers), ...given.headers, etag };
  return known ? { status: 304, headers: all } : { ...given, headers: all };
}

function refuseWithoutPermission(
  needs: Needs,
  { world, caller }: Call<unknown>,
  path: Readonly<Record<string, string>>,
): void {
  if (needs === "jwt") {
    if (caller.kind === "app") return;
    throw new Refusal(401, "A JSON web token could not be decoded");
  }
  if (caller.kind === "app") throw new Refusal(403, "Resource not accessible by integration");
  if (needs === "token") return;
  const { permissions } = caller;
  const writes = needs.some((need) => need.endsWith(":write"));
  const granted = needs.some((need) => {
    const [name = "", level] = need.split(":");
    return permissions[name] === "write" || permissions[name] === level;
  });
  const repository = world.repository(path.owner ?? "", path.repo ?? "");
  const outside = repository && !covers(world, caller, repository);
  if (outside && repository.private) return; // the route itself says 404
  if (!granted || (outside && writes)) {
    throw new Refusal(403, "Resource not accessible by integration");
  }
}

function patternOf(key: string, template: string): RegExp {
  const slashes = descriptionOf(key).multiSegment;
  const pattern = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    slashes.includes(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  );
  return new RegExp(`^${pattern}$`);
}
