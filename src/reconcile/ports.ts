import type { ChangeAction } from "#core/change/change-action.ts";
import type { ChangeDecision } from "#core/change/change-decision.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange, WrittenChange } from "#core/change/observed-change.ts";
import type { InstallationKey, RepositoryName } from "#core/key.ts";

/** A change as it stands at GitHub, or the word that it is not there (any more). */
export type Observation =
  | {
      readonly kind: "observed";
      readonly observed: ObservedChange;
      readonly written: WrittenChange;
      /** When GitHub last changed the pull request, ISO 8601. */
      readonly updatedAt: string;
    }
  | { readonly kind: "gone" };

/** What became of one action. */
export type ActionOutcome = {
  readonly action: ChangeAction["kind"];
  readonly error: string | null;
};

/** A pull request in a list: enough to tell whether it moved since it was last decided. */
export type OpenPullRequest = {
  readonly number: number;
  readonly headSha: string;
  readonly updatedAt: string;
};

/** What the reconcilers need of GitHub. */
export interface GitHub {
  /**
   * Reads everything that the decision needs; the last read is one consistent snapshot.
   *
   * @throws RetryLater when GitHub can't be reached or the state is not readable yet
   */
  observeChange(
    installationId: number,
    repository: RepositoryName,
    number: number,
  ): Promise<Observation>;
  /** Writes; one action's failure does not undo the others. */
  actOnChange(
    installationId: number,
    change: { readonly observed: ObservedChange; readonly written: WrittenChange },
    actions: readonly ChangeAction[],
  ): Promise<readonly ActionOutcome[]>;
  listOpenPullRequests(
    installationId: number,
    repository: RepositoryName,
    baseBranch?: string,
  ): Promise<readonly OpenPullRequest[]>;
}

/** A ledger entry's place in the chain. */
export type LedgerPosition = { readonly seq: number; readonly hash: string };

/** What was decided of a change last, and when GitHub had last changed it. */
export type ChangeMemory = {
  readonly headSha: string;
  readonly updatedAt: string;
};

/** What the reconcilers keep. */
export interface ChangeStore {
  /** Enters the decision in the ledger unless it equals the one entered before; gives its entry in either case. */
  recordDecision(record: {
    readonly repository: RepositoryName;
    readonly number: number;
    readonly observed: ObservedChange;
    readonly decision: ChangeDecision;
    readonly updatedAt: string;
  }): Promise<LedgerPosition>;
  recordOutcome(record: {
    readonly repository: RepositoryName;
    readonly number: number;
    readonly decisionSeq: number;
    readonly outcomes: readonly ActionOutcome[];
  }): Promise<void>;
  lastDecided(repository: RepositoryName, number: number): Promise<ChangeMemory | null>;
  forget(repository: RepositoryName, number: number): Promise<void>;
}

/** A source of who pushed what, from signed deliveries. */
export type LastPusherOf = (repositoryId: number, sha: string) => Promise<Account | null>;

/** Marks keys for work. */
export type MarkDirty = (keys: readonly InstallationKey[], readyAtMs: number) => Promise<void>;
