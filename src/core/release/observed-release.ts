import type { Account } from "#core/change/facts.ts";
import type { SetChange } from "#core/change-set/change-set.ts";
import type { CommitRange } from "#core/change-set/collect-changes.ts";
import type { ShippedCommit, ShippedName } from "#core/change-set/find-shipped.ts";
import type {
  MergedChange,
  MergedDecision,
  MergedException,
} from "#core/change-set/merged-change.ts";
import type { ReviewOutcome } from "#core/command/given-command.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import type { SettledBaseline } from "./choose-baseline.ts";
import type { Tag } from "./tag.ts";
import type { PrereleaseSetting } from "./tag-name.ts";

/** Everything that a release's notes depend on. */
export type ObservedRelease = {
  readonly tag: Tag;
  /** The commit that the tag named when notes were drafted before; null unless it was moved since. */
  readonly movedFromSha: string | null;
  readonly prerelease: PrereleaseSetting;
  readonly baseline: SettledBaseline;
  /** Whether the tag's history holds the baseline; true for a first release. */
  readonly baselineIsAncestor: boolean;
  /** What the baseline has and the tag's history has not; null where it has nothing of the kind, and where that could not be read. */
  readonly onlyInBaseline: CommitRange | null;
  /** The part of a monorepo that the tag releases; null when it releases the whole repository. */
  readonly component: ReleasedComponent | null;
  readonly range: CommitRange;
  /** What earlier releases had and this one's history has not, the baseline's too where lines have parted; lowest version first. */
  readonly elsewhere: readonly (ShippedCommit | ShippedName)[];
  /** What tells equal patches, by the SHA of a commit; those that nobody asked for are missing. */
  readonly patchIds: ReadonlyMap<string, string>;
  /** Files that differ between baseline and tag; null where that is not known. */
  readonly changedFiles: number | null;
  readonly evidence: Evidence;
  /** Ids of the accounts that had nothing merged here before the baseline; null where that is not known. */
  readonly newcomers: ReadonlySet<number> | null;
  /** One for each environment; null where deployments are not known. */
  readonly rollbacks: readonly RollbackTarget[] | null;
};

/** A part of a monorepo. */
export type ReleasedComponent = {
  readonly name: string;
  /** Which paths are its own; null when no policy says: then every change is listed. */
  readonly paths: readonly string[] | null;
};

/** How the changes were let in. */
export type Evidence =
  | {
      readonly kind: "ledger";
      readonly head: LedgerPosition;
      /** By pull request. One that is missing was merged unseen. */
      readonly changes: ReadonlyMap<number, ChangeEvidence>;
      /** Issues that record unauthorised changes, by commit SHA. */
      readonly issues: ReadonlyMap<string, number>;
    }
  | {
      /** No ledger is at hand: approvals are not known. Levels by the SHA of a change's last commit, assessed from its diff. */
      readonly kind: "none";
      readonly levels: ReadonlyMap<string, RiskLevel>;
    };

/** What is known of how a pull request was let in. */
export type ChangeEvidence = Pick<MergedChange, "approvals"> & {
  /** At the merge, of the content that was merged; null where no policy controlled the branch. */
  readonly decision: Omit<MergedDecision, "reasons"> | null;
  readonly exceptions: readonly ReleaseException[];
};

/** How a change was let in ahead of its review, and how far that review is. */
export type ReleaseException = MergedException & { readonly review: RetrospectiveReview };

/** How far the retrospective review of an exception is. Moments are milliseconds since the epoch. */
export type RetrospectiveReview =
  | { readonly kind: "owed"; readonly dueMs: number; readonly issueNumber: number | null }
  | { readonly kind: "overdue"; readonly dueMs: number; readonly issueNumber: number | null }
  | { readonly kind: "done"; readonly outcome: ReviewOutcome; readonly by: Account };

/** Where an environment can go back to. */
export type RollbackTarget = {
  readonly environment: string;
  /** The last commit that succeeded there; null when none did. */
  readonly target: {
    readonly commitSha: string;
    readonly tagName: string | null;
    /** Milliseconds since the epoch. */
    readonly succeededAtMs: number;
    /** What going back from this release to it would remove; null where that could not be told. */
    readonly removes: readonly SetChange[] | null;
  } | null;
};
