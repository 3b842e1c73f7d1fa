import type { Account } from "#core/change/facts.ts";
import type { ActorNode } from "./snapshot-schema.ts";

/** The account that GitHub shows in place of deleted ones. */
export const ghost: Account = { id: 10137, login: "ghost", kind: "user" };

/**
 * An actor of GraphQL's; null stays null (the account is gone). GraphQL leaves out the `[bot]` that REST appends to a bot's login.
 *
 * An actor without a number gets 0: then the login tells who it is.
 */
export function accountOfActor(actor: ActorNode | null): Account | null {
  if (actor === null) return null;
  const id = actor.databaseId ?? 0;
  if (actor.__typename !== "Bot") return { id, login: actor.login, kind: "user" };
  const login = actor.login.endsWith("[bot]") ? actor.login : `${actor.login}[bot]`;
  return { id, login, kind: "bot" };
}

/** An account of REST's, or of a webhook. */
export function accountOfRest(account: {
  readonly id: number | bigint;
  readonly login: string;
  readonly type?: string | undefined;
}): Account {
  const bot = account.type === "Bot" || account.login.endsWith("[bot]");
  return { id: Number(account.id), login: account.login, kind: bot ? "bot" : "user" };
}
