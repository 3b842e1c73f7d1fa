import type { Account } from "#core/change/facts.ts";
import type { ReceivedCommand } from "#core/command/received-command.ts";
import type { GateRequest } from "#core/gate/gate-request.ts";
import type { Key, RepositoryName } from "#core/key.ts";
import type { ShaPair } from "./compare.ts";

/** Who pushed a commit: the one fact that only the signed delivery tells reliably. */
export type Push = {
  /** The repository of the branch: of a pull request from a fork, the fork. */
  readonly repositoryId: number;
  readonly branch: string;
  /** Where the branch was before, all zeros for a new one; null when the delivery does not tell. */
  readonly beforeSha: string | null;
  readonly headSha: string;
  readonly pusher: Account;
  /** By GitHub's clock, to the second; null when the delivery does not tell. Milliseconds since the epoch. */
  readonly pushedAtMs: number | null;
};

/** When a commit became a pull request's head: it was opened with it, or it was pushed. */
export type HeadArrival = {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly headSha: string;
  readonly cause: "opened" | "pushed";
  /** By GitHub's clock, to the second and not before it was; milliseconds since the epoch. */
  readonly arrivedAtMs: number;
};

/** The commits that a change will probably have: to read their diff ahead of the snapshot. They decide nothing. */
export type Hint = {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly pair: ShaPair;
};

/** An installation that came, went or was suspended. */
export type InstallationChange = {
  readonly id: number;
  /** The organisation's or user's login. */
  readonly account: string;
  readonly state: "active" | "suspended" | "removed";
};

/** What a delivery asks for; null: nothing. */
export type Found = {
  readonly keys?: readonly Key[];
  readonly pushes?: readonly Push[];
  readonly commands?: readonly ReceivedCommand[];
  readonly heads?: readonly HeadArrival[];
  readonly gates?: readonly GateRequest[];
  readonly hints?: readonly Hint[];
  readonly rightsChanged?: boolean;
  readonly installation?: InstallationChange | null;
} | null;
