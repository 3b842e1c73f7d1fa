import { canSee, isGranted } from "../http/tokens.ts";
import { Refusal } from "../operations/refusal.ts";
import type { Node, Repository } from "../world/model.ts";
import type { Context } from "./context.ts";
import { repositoryByName } from "./views/repository.ts";

/** GraphQL's `Query`. */
export class Queries {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  repository({ owner, name }: { owner: string; name: string }): object {
    return repositoryByName(this.#context, owner, name);
  }

  organization({ login }: { login: string }): object {
    const organisation = this.#context.world.organisation(login);
    if (!organisation) {
      const message = `Could not resolve to an Organization with the login of '${login}'.`;
      throw new Refusal(404, message);
    }
    return this.#context.views.organisation(organisation);
  }

  user({ login }: { login: string }): object {
    const account = this.#context.world.account(login);
    if (account?.kind !== "user") {
      throw new Refusal(404, `Could not resolve to a User with the login of '${login}'.`);
    }
    return this.#context.views.actor(account);
  }

  node({ id }: { id: string }): object {
    const node = this.#context.world.nodes.get(id);
    const view = node && isVisible(this.#context, node) ? viewOf(this.#context, node) : null;
    if (!view) {
      throw new Refusal(404, `Could not resolve to a node with the global id of '${id}'`);
    }
    return view;
  }

  /** Each fails alone. */
  nodes({ ids }: { ids: readonly string[] }): readonly Promise<object>[] {
    return ids.map(async (id) => this.node({ id }));
  }

  get viewer(): object {
    return { ...this.#context.views.actor(this.#context.caller.account), __typename: "User" };
  }

  get rateLimit(): object {
    const { limit, used, remaining, reset } = this.#context.rateLimit.state(this.#context.caller);
    const resetAt = new Date(reset * 1000).toISOString();
    return { limit, used, remaining, resetAt, cost: 1, nodeCount: 0 };
  }
}

function viewOf({ views }: Context, node: Node): object | null {
  switch (node.kind) {
    case "user":
    case "bot":
      return views.actor(node);
    case "organisation":
      return views.organisation(node);
    case "team":
      return views.team(node);
    case "repository":
      return views.repository(node);
    case "issue":
      return views.issue(node);
    case "pull-request":
      return views.pullRequest(node);
    case "review":
      return views.review(node);
    case "comment":
      return views.comment(node);
    case "label":
      return views.label(node);
    case "release":
      return views.release(node);
    case "check-suite":
      return views.checkSuite(node);
    case "check-run":
      return views.checkRun(node);
    case "merge-queue-entry":
      return views.mergeQueueEntry(node);
    case "app":
      return null;
  }
}

/** Whether what the node belongs to exists for the caller. */
export function isVisible({ world, caller }: Context, node: Node): boolean {
  const repository = repositoryOfNode(node);
  const draft = node.kind === "release" && node.publishedAt === null;
  if (draft && !isGranted(caller, ["contents:write"])) return false;
  return repository === null || canSee(world, caller, repository);
}

function repositoryOfNode(node: Node): Repository | null {
  switch (node.kind) {
    case "repository":
      return node;
    case "issue":
    case "pull-request":
    case "label":
    case "release":
    case "check-suite":
      return node.repository;
    case "review":
    case "merge-queue-entry":
      return node.pullRequest.repository;
    case "comment":
      return node.issue.repository;
    case "check-run":
      return node.suite.repository;
    case "user":
    case "bot":
    case "organisation":
    case "team":
    case "app":
      return null;
  }
}
