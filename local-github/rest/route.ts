import type { Endpoints } from "@octokit/types";
import type { RateLimit } from "../http/rate-limit.ts";
import { type Caller, canSee, type Need, type Tokens } from "../http/tokens.ts";
import type { Traffic } from "../http/traffic.ts";
import { notFound } from "../operations/refusal.ts";
import { apiUrl } from "../represent/account.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type { Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";

/** What answering a request can draw on. */
export type Services = {
  readonly world: World;
  readonly tokens: Tokens;
  readonly webhooks: Webhooks;
  readonly rateLimit: RateLimit;
  readonly traffic: Traffic;
  /** Whether answers are held against GitHub's description too; costs a little time. */
  readonly verifyAnswers: boolean;
};

/** A request whose form was found right. */
export type Call<Parameters> = Services & {
  readonly caller: Caller;
  /** Path, query and body together, as Octokit passes them. */
  readonly parameters: Parameters;
  /** The request's address without its query. */
  readonly url: string;
  readonly query: URLSearchParams;
};

/** What every route that lists things takes. */
export type Paged = { page?: number | undefined; per_page?: number | undefined };

export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** `jwt`: the app itself. Otherwise the permissions any one of which an installation needs, such as `checks:write`. */
export type Needs = "jwt" | "token" | readonly Need[];

export type Route = {
  readonly template: keyof Endpoints;
  readonly needs: Needs;
  readonly answer: (call: Call<unknown>) => Promise<Answer> | Answer;
};

/** Declares how one of GitHub's routes is answered. */
export function route<Template extends keyof Endpoints>(
  template: Template,
  needs: Needs,
  answer: (call: Call<Endpoints[Template]["parameters"]>) => Promise<Answer> | Answer,
): Route {
  return {
    template,
    needs,
    // The parameters were validated against GitHub's description of this very template.
    answer: (call) =>
      answer({ ...call, parameters: call.parameters as Endpoints[Template]["parameters"] }),
  };
}

/** 200 with a body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** 201 with what was made. */
export function created(body: unknown): Answer {
  return { status: 201, body };
}

export const noContent: Answer = { status: 204 };

/** The repository that a call names; 404 where it does not exist for the caller. */
export function repositoryOf(call: Call<{ owner: string; repo: string }>): Repository {
  const { world, caller, parameters } = call;
  const repository = world.repository(parameters.owner, parameters.repo);
  if (!repository || !canSee(world, caller, repository)) throw notFound();
  return repository;
}

/** One page of a list, with GitHub's `Link` header. 30 a page unless asked, 100 at most. */
export function page<Item>(
  call: Call<Paged>,
  items: readonly Item[],
  represent: (shown: readonly Item[]) => unknown,
): Answer {
  const size = Math.min(Math.max(call.parameters.per_page ?? 30, 1), 100);
  const current = Math.max(call.parameters.page ?? 1, 1);
  const shown = items.slice((current - 1) * size, current * size);
  const headers = linkHeader(call, current, Math.ceil(items.length / size));
  return { status: 200, body: represent(shown), headers };
}

/** `Link` to the first, previous, next and last page; nothing when there is one page only. */
export function linkHeader(
  call: Call<unknown>,
  current: number,
  last: number,
): Readonly<Record<string, string>> {
  const to = (rel: string, number: number) => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(number));
    return `<${apiUrl(call.world)}${call.url}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(current > 1 ? [to("prev", current - 1)] : []),
    ...(current < last ? [to("next", current + 1), to("last", last)] : []),
    ...(current > 1 ? [to("first", 1)] : []),
  ];
  return links.length === 0 ? {} : { link: links.join(", ") };
}
