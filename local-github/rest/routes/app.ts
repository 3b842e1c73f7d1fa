import { repositoriesOf } from "../../operations/accounts.ts";
import { notFound, Refusal, unprocessable } from "../../operations/refusal.ts";
import { representApp } from "../../represent/account.ts";
import { representInstallation } from "../../represent/installation.ts";
import { representRepository } from "../../represent/repository.ts";
import type { Delivery } from "../../webhooks/delivery.ts";
import type { AppPermissions, Installation, Repository } from "../../world/model.ts";
import { fullName, timestampOf } from "../../world/world.ts";
import { type Call, created, ok, page, route } from "../route.ts";

/** What the app asks about itself, and its tokens. */
export const appRoutes = [
  route("GET /app", "jwt", ({ world, webhooks }) => {
    const [installation] = world.installations;
    return ok({
      ...representApp(world, world.app),
      permissions: installation?.permissions ?? {},
      events: webhooks.events === "all" ? [] : [...webhooks.events],
      installations_count: world.installations.length,
    });
  }),
  route("GET /app/installations", "jwt", (call) =>
    page(call, call.world.installations, (shown) => shown.map((each) => representOne(call, each))),
  ),
  route("GET /app/installations/{installation_id}", "jwt", (call) =>
    ok(representOne(call, installationOf(call))),
  ),
  route("GET /repos/{owner}/{repo}/installation", "jwt", (call) => {
    const { owner, repo } = call.parameters;
    const repository = call.world.repository(owner, repo);
    const installation = repository && call.world.installationOn(repository);
    if (!installation) throw notFound();
    return ok(representOne(call, installation));
  }),
  route("GET /orgs/{org}/installation", "jwt", (call) => {
    const login = call.parameters.org.toLowerCase();
    const installation = call.world.installations.find(
      ({ account }) => account.login.toLowerCase() === login,
    );
    if (!installation) throw notFound();
    return ok(representOne(call, installation));
  }),
  route("POST /app/installations/{installation_id}/access_tokens", "jwt", (call) => {
    const { world, tokens, parameters } = call;
    const installation = installationOf(call);
    if (installation.suspended) throw new Refusal(403, "This installation has been suspended");
    const repositories = chosenRepositories(call, installation);
    const permissions = narrowed(installation.permissions, parameters.permissions ?? null);
    const token = tokens.issue(installation, permissions, repositories);
    return created({
      token: token.token,
      expires_at: timestampOf(token.expiresAt),
      permissions: token.permissions,
      repository_selection:
        repositories || installation.repositories !== "all" ? "selected" : "all",
      ...(repositories && {
        repositories: [...repositories].map((each) => representRepository(world, each)),
      }),
    });
  }),
  route("GET /installation/repositories", "token", (call) => {
    const { world, caller } = call;
    if (caller.kind !== "installation") throw new Refusal(403, "Resource not accessible");
    const visible = caller.repositories
      ? [...caller.repositories]
      : repositoriesOf(world, caller.installation);
    return page(call, visible, (shown) => ({
      total_count: visible.length,
      repository_selection: caller.installation.repositories === "all" ? "all" : "selected",
      repositories: shown.map((repository) => representRepository(world, repository)),
    }));
  }),
  route("GET /rate_limit", "token", ({ rateLimit, caller }) => {
    const core = rateLimit.state(caller);
    return ok({ resources: { core, graphql: core, search: core }, rate: core });
  }),
  route("GET /app/hook/deliveries", "jwt", (call) => {
    const { webhooks, world, parameters } = call;
    const size = Math.min(parameters.per_page ?? 30, 100);
    const status = parameters["status" as keyof typeof parameters];
    const newestFirst = webhooks.deliveries
      .filter(({ outcome }) => outcome !== null)
      .filter(({ outcome }) => matchesStatus(outcome?.statusCode ?? 0, status))
      .filter(({ id }) => parameters.cursor === undefined || id < Number(parameters.cursor))
      .toReversed();
    const shown = newestFirst.slice(0, size);
    const last = shown.at(-1);
    const more = last && newestFirst.length > size;
    const next = `${world.origin}/api/v3/app/hook/deliveries?per_page=${size}&cursor=${last?.id}`;
    return {
      status: 200,
      body: shown.map(representDelivery),
      ...(more && { headers: { link: `<${next}>; rel="next"` } }),
    };
  }),
  route("GET /app/hook/deliveries/{delivery_id}", "jwt", (call) => {
    const delivery = deliveryOf(call);
    return ok({
      ...representDelivery(delivery),
      url: call.webhooks.url,
      request: { headers: delivery.headers, payload: JSON.parse(delivery.body) },
      response: {
        headers: delivery.outcome?.responseHeaders ?? null,
        payload: delivery.outcome?.responseBody ?? null,
      },
    });
  }),
  route("POST /app/hook/deliveries/{delivery_id}/attempts", "jwt", (call) => {
    call.webhooks.redeliver(deliveryOf(call));
    return { status: 202, body: {} };
  }),
];

function installationOf({ world, parameters }: Call<{ installation_id: number }>): Installation {
  const found = world.installations.find(({ id }) => id === parameters.installation_id);
  if (!found) throw notFound();
  return found;
}

function deliveryOf({ webhooks, parameters }: Call<{ delivery_id: number }>): Delivery {
  const found = webhooks.deliveries.find(({ id }) => id === parameters.delivery_id);
  if (!found) throw notFound();
  return found;
}

function representOne({ world, webhooks }: Call<unknown>, installation: Installation): object {
  const events = webhooks.events === "all" ? [] : [...webhooks.events];
  return representInstallation(world, world.app, installation, events);
}

function representDelivery(delivery: Delivery): object {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.outcome?.deliveredAt ?? "",
    redelivery: delivery.redelivery,
    duration: delivery.outcome?.durationSeconds ?? 0,
    status: delivery.outcome?.status ?? "",
    status_code: delivery.outcome?.statusCode ?? 0,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installation?.id ?? null,
    repository_id: delivery.repository?.id ?? null,
    throttled_at: null,
  };
}

function matchesStatus(statusCode: number, wanted: unknown): boolean {
  if (wanted === undefined) return true;
  return (wanted === "success") === statusCode < 400;
}

function chosenRepositories(
  { world, parameters }: Call<{ repositories?: string[]; repository_ids?: number[] }>,
  installation: Installation,
): ReadonlySet<Repository> | null {
  const { repositories: names, repository_ids: ids } = parameters;
  if (!names && !ids) return null;
  const covered = repositoriesOf(world, installation);
  const chosen = covered.filter(
    (each) =>
      names?.includes(each.name) || names?.includes(fullName(each)) || ids?.includes(each.id),
  );
  if (chosen.length < (names?.length ?? 0) + (ids?.length ?? 0)) {
    throw unprocessable(
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  return new Set(chosen);
}

function narrowed(granted: AppPermissions, wanted: object | null): AppPermissions {
  if (!wanted) return granted;
  const beyond = Object.entries(wanted).filter(
    ([name, level]) => granted[name] !== level && granted[name] !== "write",
  );
  if (beyond.length > 0) {
    throw unprocessable("The permissions requested are not granted to this installation.");
  }
  return { ...wanted };
}
