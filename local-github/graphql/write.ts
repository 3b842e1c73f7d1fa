import type { Need } from "../http/tokens.ts";
import { Refusal } from "../operations/refusal.ts";
import type { Issue, Node, PullRequest } from "../world/model.ts";
import type { Context } from "./context.ts";
import { isVisible } from "./queries.ts";

/** A mutation's only argument. */
export type Input<Fields> = { readonly input: Fields & { readonly clientMutationId?: string } };

/** Carries a mutation out and remembers that it was asked for. */
export async function write(
  context: Context,
  name: string,
  input: { readonly clientMutationId?: string },
  carryOut: () => Promise<object> | object,
): Promise<object> {
  const payload = await carryOut();
  context.traffic.writes.push({ name, input });
  return { clientMutationId: input.clientMutationId ?? null, ...payload };
}

/** The thing of that kind; NOT_FOUND where it does not exist for the caller or is another kind of thing. */
export function findNode<Kind extends Node["kind"]>(
  context: Context,
  id: string,
  kind: Kind,
): Extract<Node, { kind: Kind }> {
  const node = context.world.nodes.get(id);
  if (!node || !isKind(node, kind) || !isVisible(context, node)) throw unresolvable(id);
  return node;
}

/** An issue or pull request; both have comments and labels. */
export function findIssue(context: Context, id: string): Issue | PullRequest {
  const node = context.world.nodes.get(id);
  const known = node?.kind === "issue" || node?.kind === "pull-request" ? node : null;
  if (!known || !isVisible(context, known)) throw unresolvable(id);
  return known;
}

/** The permissions any one of which lets an app write to a conversation. */
export function needsToWrite({ kind }: Issue | PullRequest): readonly Need[] {
  return kind === "issue" ? ["issues:write"] : ["issues:write", "pull_requests:write"];
}

function isKind<Kind extends Node["kind"]>(
  node: Node,
  kind: Kind,
): node is Extract<Node, { kind: Kind }> {
  return node.kind === kind;
}

function unresolvable(id: string): Refusal {
  return new Refusal(404, `Could not resolve to a node with the global id of '${id}'`);
}
