import type { Account } from "../world/model.ts";
import type { World } from "../world/world.ts";

/** Somebody, or their login. */
export type Who = Account | string;

/** The account that is meant; a test that names nobody is wrong. */
export function whoIs(world: World, who: Who): Account {
  if (typeof who !== "string") return who;
  const account = world.account(who);
  if (!account) throw new Error(`nobody here is called ${who}`);
  return account;
}
