import type { ChangeAction, DesiredCheckRun } from "#core/change/change-action.ts";
import type { ChangeDecision } from "#core/change/change-decision.ts";
import type { MergeGroupMembers } from "#core/change/decide-merge-group.ts";
import type { Account } from "#core/change/facts.ts";
import type {
  ObservedChange,
  RequestedReviewers,
  WrittenChange,
} from "#core/change/observed-change.ts";
import type { RecordedFacts } from "#core/change/recorded-facts.ts";
import type { DueAnswer, HandledCommand } from "#core/command/handled-command.ts";
import type { HeadArrival } from "#core/command/head-is-newer.ts";
import type { CommandName, PendingCommand } from "#core/command/received-command.ts";
import type { CommandState } from "#core/command/run-command.ts";
import type { InstallationKey, RepositoryName } from "#core/key.ts";
import type { Cause } from "#core/key-rank.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import type { Principal } from "#core/policy/principal.ts";

/** A change as it stands at GitHub. */
export type ObservedAtGitHub = {
  readonly kind: "observed";
  readonly observed: ObservedChange;
  readonly written: WrittenChange;
  /** When GitHub last changed the pull request, ISO 8601. */
  readonly updatedAt: string;
  readonly isInMergeQueue: boolean;
  /** Null unless merged. */
  readonly merge: {
    /** The commit with which the base branch received it, and that commit's first parent; null where GitHub does not know it any more. */
    readonly sha: string | null;
    readonly parentSha: string | null;
    /** The base branch's tip as the pull request last knew it. */
    readonly baseSha: string;
    readonly by: Account | null;
    /** Milliseconds since the epoch. */
    readonly atMs: number;
  } | null;
  readonly commands: {
    /** Commands that no delivery brought yet. */
    readonly missed: readonly PendingCommand[];
    /** How the pending and missed commands stand, by their ids. */
    readonly states: ReadonlyMap<string, CommandState>;
    /** The commands, by id, to which a reply of ours stands. */
    readonly repliedTo: ReadonlySet<string>;
  };
};

/** ... or the word that it is not there (any more). */
export type Observation = ObservedAtGitHub | { readonly kind: "gone" };

/** What became of one action. */
export type ActionOutcome = {
  readonly action: ChangeAction["kind"];
  readonly error: string | null;
  /** When it can be done: a limit put it off. Absent for all else. */
  readonly notBeforeMs?: number;
};

/** A pull request in a list: enough to tell whether it moved since it was last decided. */
type OpenPullRequest = {
  readonly number: number;
  readonly headSha: string;
  readonly updatedAt: string;
};

/** What the reconcilers need of GitHub. */
export interface GitHub {
  /**
   * Reads everything that the decision needs, and what running the pending commands takes; the last read is one consistent snapshot.
   *
   * @throws RetryLater when GitHub can't be reached or the state is not readable yet
   */
  observeChange(
    installationId: number,
    repository: RepositoryName,
    number: number,
    options?: {
      /** At most 100. */
      readonly pending?: readonly PendingCommand[];
      /** Whether we may have replied to commands already. */
      readonly mayHaveReplied?: boolean;
    },
  ): Promise<Observation>;
  /** Writes; one action's failure does not undo the others. */
  actOnChange(
    installationId: number,
    change: ObservedAtGitHub,
    actions: readonly ChangeAction[],
  ): Promise<readonly ActionOutcome[]>;
  /**
   * Opens a pull request that takes a merged one back, unless one with that marker stands.
   *
   * @throws RetryLater when it is not known whether it was opened
   */
  revertChange(
    installationId: number,
    pullRequestNodeId: string,
    revert: { readonly body: string; readonly marker: string },
  ): Promise<
    | { readonly kind: "opened"; readonly number: number }
    | { readonly kind: "refused"; readonly because: string }
  >;
  listOpenPullRequests(
    installationId: number,
    repository: RepositoryName,
    baseBranch?: string,
  ): Promise<readonly OpenPullRequest[]>;
  /** Whom a team or a permission names now. */
  accountsOf(
    installationId: number,
    repository: RepositoryName,
    principal: Principal,
  ): Promise<readonly Account[]>;
  listRepositories(installationId: number): Promise<readonly InstalledRepository[]>;
  /** The pull requests of a merge queue's group, from its head back to the base branch. */
  mergeGroupMembers(
    installationId: number,
    group: {
      readonly repository: RepositoryName;
      readonly branch: string;
      readonly headSha: string;
    },
  ): Promise<
    | { readonly kind: "known"; readonly numbers: readonly number[] }
    | { readonly kind: "unknown"; readonly because: string }
    | { readonly kind: "gone" }
  >;
  /** The heads of the groups in a branch's merge queue. */
  mergeQueueHeads(
    installationId: number,
    repository: RepositoryName,
    branch: string,
  ): Promise<readonly string[]>;
  /** Creates the check on a merge group's head, or brings the one that is there up to date. */
  writeMergeGroupCheck(
    installationId: number,
    repository: RepositoryName,
    check: DesiredCheckRun,
  ): Promise<void>;
}

/** A repository that an installation reaches. */
export type InstalledRepository = {
  readonly id: number;
  readonly repository: RepositoryName;
  readonly defaultBranch: string;
};

/** What was decided of a change last, and when GitHub had last changed it. */
type ChangeMemory = {
  readonly headSha: string;
  readonly updatedAt: string;
};

/** What the reconcilers keep. */
export interface ChangeStore {
  /** Enters the decision in the ledger unless it equals the one entered before; gives its entry in either case. */
  recordDecision(
    installationId: number,
    observation: ObservedAtGitHub,
    decision: ChangeDecision,
  ): Promise<LedgerPosition>;
  recordOutcome(
    repository: RepositoryName,
    number: number,
    outcome: { readonly decisionSeq: number; readonly outcomes: readonly ActionOutcome[] },
  ): Promise<void>;
  /** Remembers that there is nothing to decide, so that the sweep leaves it alone until it moves. */
  noteNotControlled(installationId: number, observation: ObservedAtGitHub): Promise<void>;
  /** Whose reviews were requested for this commit: nobody is asked twice for it. */
  askedFor(
    repository: RepositoryName,
    number: number,
    headSha: string,
  ): Promise<RequestedReviewers>;
  noteAsked(
    repository: RepositoryName,
    number: number,
    headSha: string,
    reviewers: RequestedReviewers,
  ): Promise<void>;
  /** How many open changes wait for each reviewer, by login (lower case). */
  openRequestsByReviewer(installationId: number): Promise<ReadonlyMap<string, number>>;
  recordMergeGroup(record: {
    readonly repository: RepositoryName;
    readonly branch: string;
    readonly check: Omit<DesiredCheckRun, "externalId">;
    readonly members: MergeGroupMembers;
  }): Promise<LedgerPosition>;
  lastLook(repository: RepositoryName, number: number): Promise<ChangeMemory | null>;
  /** The open changes of a repository that were decided, by number. */
  openDecided(repository: RepositoryName): Promise<readonly number[]>;
  forget(repository: RepositoryName, number: number): Promise<void>;
}

/** The commands of one pull request that are not done with. */
export type OpenCommands = {
  /** In the order in which they were given. */
  readonly pending: readonly PendingCommand[];
  /** Answers to commands that were handled: an attempt to give them may have been made. */
  readonly due: readonly DueAnswer[];
};

/** What the reconcilers keep of commands. */
export interface CommandStore {
  /** A pull request's commands that were not handled, in the order in which they were given, and the answers that are due. */
  openOf(repository: RepositoryName, number: number): Promise<OpenCommands>;
  /**
   * Enters what came of commands in the ledger, keeps their effects and the answers that are due now, and marks what must be looked at for them;
   * all or nothing.
   */
  recordHandled(record: {
    readonly headSha: string;
    readonly handled: readonly HandledCommand[];
    readonly marks: readonly InstallationKey[];
  }): Promise<void>;
  /** Takes over commands that no delivery brought. */
  receive(missed: readonly PendingCommand[]): Promise<void>;
  noteAnswered(names: readonly CommandName[]): Promise<void>;
  /** Keeps who had a pull request opened by a command, and whether it is an emergency, and marks it; once. */
  recordOrder(order: {
    readonly command: CommandName;
    readonly repository: RepositoryName;
    readonly number: number;
    readonly by: Account;
    readonly backsOut: number;
    readonly emergencyReason: string | null;
    readonly installationId: number;
  }): Promise<void>;
  recordedOf(repository: RepositoryName, number: number): Promise<RecordedFacts>;
  /** When the commit became the head; null when nothing told. */
  headArrivalOf(
    repository: RepositoryName,
    number: number,
    headSha: string,
  ): Promise<HeadArrival | null>;
  /** Notes that the head was seen, where nothing told of its arrival. */
  noteHeadSeen(repository: RepositoryName, number: number, headSha: string): Promise<void>;
}

/** Marks keys for work. Not given, the cause is that something happened to each of them. */
export type MarkDirty = (
  keys: readonly InstallationKey[],
  readyAtMs: number,
  cause?: Cause,
) => Promise<void>;

/** Takes over an installation's repositories as they are now. */
export type NoteRepositories = (
  installationId: number,
  repositories: readonly InstalledRepository[],
) => Promise<void>;

/**
 * Called before something is decided or written: whether the key is still this process's own.
 *
 * @throws RetryLater when it may be somebody else's by now
 */
export type ConfirmLease = () => void;
