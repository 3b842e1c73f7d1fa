import { createVerify, randomBytes } from "node:crypto";
import { Refusal } from "../operations/refusal.ts";
import { clientIdOf } from "../represent/account.ts";
import type { AppKey } from "../world/app-key.ts";
import type { Account, App, AppPermissions, Installation, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";

/** A permission as routes ask for it. */
export type Need = `${string}:${"read" | "write"}`;

/** Who sends a request, by the token it carries. */
export type Caller =
  | { readonly kind: "app"; readonly app: App; readonly account: Account }
  | {
      readonly kind: "installation";
      readonly token: string;
      readonly installation: Installation;
      readonly account: Account;
      readonly permissions: AppPermissions;
      /** Null: every repository of the installation. */
      readonly repositories: ReadonlySet<Repository> | null;
      readonly expiresAt: Date;
    };

type InstallationCaller = Extract<Caller, { kind: "installation" }>;

const lifetimeMs = 60 * 60 * 1000;

/** GitHub takes JSON web tokens that live ten minutes at most. */
const longestJwtSeconds = 10 * 60;

/** Clocks may differ by this much. */
const clockSkewSeconds = 60;

/**
 * The tokens that are valid on the local GitHub. They expire by the machine's clock, whatever time it is in the world: whoever makes a JSON web
 * token goes by that one.
 */
export class Tokens {
  readonly #world: World;
  readonly #key: AppKey;
  readonly #installationTokens = new Map<string, InstallationCaller>();

  constructor(world: World, key: AppKey) {
    this.#world = world;
    this.#key = key;
  }

  /** A token for an installation; it may be narrowed to some permissions and repositories. */
  issue(
    installation: Installation,
    permissions: AppPermissions,
    repositories: ReadonlySet<Repository> | null,
  ): InstallationCaller {
    const caller: InstallationCaller = {
      kind: "installation",
      token: `ghs_${randomBytes(18).toString("hex")}`,
      installation,
      account: this.#world.app.bot,
      permissions: { metadata: "read", ...permissions },
      repositories,
      expiresAt: new Date(Date.now() + lifetimeMs),
    };
    this.#installationTokens.set(caller.token, caller);
    return caller;
  }

  /** Whose token an `Authorization` header carries; throws GitHub's 401. */
  caller(authorization: string | undefined): Caller {
    const [, token] = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization ?? "") ?? [];
    if (token === undefined) throw new Refusal(401, "Requires authentication");
    if (token.split(".").length === 3) return this.#verifyJwt(token);
    const caller = this.#installationTokens.get(token);
    const alive =
      caller && caller.expiresAt.getTime() > Date.now() && !caller.installation.suspended;
    if (!alive || !this.#world.installations.includes(caller.installation)) {
      throw new Refusal(401, "Bad credentials");
    }
    return caller;
  }

  #verifyJwt(token: string): Caller {
    const [header = "", payload = "", signature = ""] = token.split(".");
    const verified = createVerify("RSA-SHA256")
      .update(`${header}.${payload}`)
      .verify(this.#key.publicKey, signature, "base64url");
    if (!verified) throw new Refusal(401, "A JSON web token could not be decoded");
    const claims = readClaims(payload);
    const { app } = this.#world;
    if (claims.iss !== String(app.id) && claims.iss !== clientIdOf(app)) {
      throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer");
    }
    const now = Date.now() / 1000;
    if (claims.exp <= now) {
      throw new Refusal(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    }
    if (claims.exp > now + longestJwtSeconds + clockSkewSeconds) {
      throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
    }
    if (claims.iat > now + clockSkewSeconds) {
      throw new Refusal(
        401,
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      );
    }
    return { kind: "app", app, account: app.bot };
  }
}

/** Whether a repository exists for a caller; what can't be seen is answered as if it did not exist. */
export function canSee(world: World, caller: Caller, repository: Repository): boolean {
  return !repository.private || covers(world, caller, repository);
}

/** Whether a token was made for a repository: only there may an installation write. */
export function covers(world: World, caller: Caller, repository: Repository): boolean {
  return (
    caller.kind === "installation" &&
    world.installationOn(repository) === caller.installation &&
    (caller.repositories?.has(repository) ?? true)
  );
}

/** Whether a token has one of the permissions, such as `checks:write`; writing includes reading. */
export function isGranted(caller: Caller, needs: readonly Need[]): boolean {
  if (caller.kind !== "installation") return false;
  return needs.some((need) => {
    const [name = "", level] = need.split(":");
    const granted = caller.permissions[name];
    return granted === "write" || granted === level;
  });
}

function readClaims(payload: string): { iss: string; iat: number; exp: number } {
  const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  const read = (name: string): unknown =>
    typeof claims === "object" && claims !== null ? Reflect.get(claims, name) : undefined;
  return { iss: String(read("iss")), iat: Number(read("iat")), exp: Number(read("exp")) };
}
