import { htmlUrlOf, loginWithoutSuffix } from "../../represent/account.ts";
import type { Account } from "../../world/model.ts";
import type { Context } from "../context.ts";

/** `User` or `Bot`. GraphQL leaves the `[bot]` off a bot's login. */
export class ActorView {
  readonly __typename: "User" | "Bot";
  readonly id: string;
  readonly databaseId: number;
  readonly fullDatabaseId: string;
  readonly login: string;
  readonly name: string | null;
  readonly email = "";
  readonly url: string;
  readonly avatarUrl: string;

  constructor({ world }: Context, account: Account) {
    this.__typename = account.kind === "bot" ? "Bot" : "User";
    this.id = account.nodeId;
    this.databaseId = account.id;
    this.fullDatabaseId = String(account.id);
    this.login = loginWithoutSuffix(account);
    this.name = account.name;
    this.url = htmlUrlOf(world, account);
    this.avatarUrl = `${world.origin}/avatars/u/${account.id}`;
  }
}
