import type { DecidedSummary } from "#core/change/decided-summary.ts";
import type { Account } from "#core/change/facts.ts";
import type { DesiredIssue, IssueComment, StandingIssue } from "#core/issue.ts";
import type { RepositoryName } from "#core/key.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import type { RecordedReview, ReviewSettlement, ReviewSubject } from "#core/review/review.ts";
import type { PushContent } from "#core/unauthorised/find-direct-commits.ts";
import type { UnauthorisedChange } from "#core/unauthorised/unauthorised-change.ts";
import type { MarkDirty, Observation } from "./ports.ts";

/** What governs a branch at one of its commits. */
export type BranchControl = {
  readonly repositoryId: number;
  readonly defaultBranch: string;
  /** Where the default branch stands now. */
  readonly defaultSha: string;
  /** The organisation's and the repository's policy, where there is one; organisation first. */
  readonly policies: readonly PolicySource[];
};

/** What the reconcilers need of GitHub to tell what reached a branch, and to say what is amiss. */
export interface MergesAtGitHub {
  /** A merged pull request with everything that a decision on it needs: an ordinary observation leaves its content out. */
  observeMerged(
    installationId: number,
    repository: RepositoryName,
    number: number,
  ): Promise<Observation>;
  /** The policies over a branch when it was at a commit (null: the default branch now); null when there is no such repository. */
  readControl(
    installationId: number,
    repository: RepositoryName,
    sha: string | null,
  ): Promise<BranchControl | null>;
  /** Whether a branch could be controlled, as far as that is known without a call. */
  mayControl(repository: RepositoryName, branch: string): boolean;
  /** What a push brought and took away; null when GitHub can't tell. A base may be named by its branch. */
  readPushed(
    installationId: number,
    repository: RepositoryName,
    range: { readonly beforeSha: string; readonly headSha: string },
  ): Promise<PushContent | null>;
  whoPushed(
    installationId: number,
    repository: RepositoryName,
    head: { readonly repositoryId: number; readonly branch: string; readonly headSha: string },
  ): Promise<Account | null>;
  /** How a branch came to a commit: whether GitHub merged a pull request, by itself or in a queue. Null when GitHub does not tell. */
  howMoved(
    installationId: number,
    tip: { readonly repository: RepositoryName; readonly branch: string; readonly sha: string },
  ): Promise<{ readonly beforeSha: string; readonly isMerge: boolean } | null>;
  /** Opens the issue unless it is there already, open or closed; gives its number. */
  openIssue(
    installationId: number,
    repository: RepositoryName,
    issue: DesiredIssue,
  ): Promise<number>;
  /** The issue as it stands; null when it is gone. */
  lookAtIssue(
    installationId: number,
    repository: RepositoryName,
    number: number,
  ): Promise<StandingIssue | null>;
  /** Writes the comments, then closes or reopens the issue. Nothing is sent for nothing. */
  changeIssue(
    installationId: number,
    repository: RepositoryName,
    number: number,
    change: {
      readonly comments: readonly IssueComment[];
      readonly state: StandingIssue["state"] | null;
    },
  ): Promise<void>;
}

type Judgement = "authorised" | "unauthorised" | "not-held";

/** Which merges were judged: each once. */
export interface MergeStore {
  judgementOf(repository: RepositoryName, number: number): Promise<Judgement | null>;
  note(merge: {
    readonly repository: RepositoryName;
    readonly number: number;
    readonly branch: string;
    readonly sha: string;
    readonly parentSha: string | null;
    readonly judgement: Judgement;
  }): Promise<void>;
  /** Whether a push moved the branch by nothing but merges that were judged. */
  explainPush(push: {
    readonly repository: RepositoryName;
    readonly branch: string;
    readonly beforeSha: string;
    readonly headSha: string;
  }): Promise<boolean>;
  /** Whether a branch received a judged merge with this commit. */
  isMerge(tip: {
    readonly repository: RepositoryName;
    readonly branch: string;
    readonly sha: string;
  }): Promise<boolean>;
  /** The last decision on a change while it was open. */
  decidedLast(repository: RepositoryName, number: number): Promise<DecidedSummary | null>;
}

type RecordedUnauthorised = {
  readonly change: UnauthorisedChange;
  readonly ledger: LedgerPosition;
  readonly issueNumber: number | null;
};

/** What is on record of changes that came without being approved. */
interface UnauthorisedStore {
  find(
    change: Pick<UnauthorisedChange, "repository" | "sha" | "kind">,
  ): Promise<RecordedUnauthorised | null>;
  /** Enters it in the ledger, once. */
  record(change: UnauthorisedChange): Promise<RecordedUnauthorised>;
  noteIssue(change: UnauthorisedChange, issueNumber: number): Promise<void>;
}

type ReviewName = { readonly repository: RepositoryName; readonly number: number };

/** The retrospective reviews on record. What becomes of each is entered in the ledger, once. */
interface ReviewStore {
  find(repository: RepositoryName, number: number): Promise<RecordedReview | null>;
  owe(subject: ReviewSubject): Promise<void>;
  noteIssue(name: ReviewName, issueNumber: number): Promise<void>;
  noteReminded(name: ReviewName): Promise<void>;
  noteOverdue(subject: ReviewSubject): Promise<void>;
  settle(subject: ReviewSubject, settlement: ReviewSettlement): Promise<void>;
  noteClosed(name: ReviewName): Promise<void>;
}

/** What the reconcilers of merges and pushes need. */
export type AfterMergePorts = {
  readonly github: MergesAtGitHub;
  readonly merges: MergeStore;
  readonly unauthorised: UnauthorisedStore;
  readonly reviews: ReviewStore;
  readonly markDirty: MarkDirty;
  /** Where GitHub's pages are, without a slash at the end. */
  readonly webUrl: string;
};
