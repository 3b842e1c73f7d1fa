import type { Account } from "#core/change/facts.ts";
import type { RevertedPair } from "#core/change-set/cancel-reverts.ts";
import type { SetChange } from "#core/change-set/change-set.ts";
import type { SameChange } from "#core/change-set/find-shipped.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import type { SettledBaseline } from "./choose-baseline.ts";
import type { Classified, SectionName } from "./classify-change.ts";
import type { ChangeEvidence, ReleasedComponent, RollbackTarget } from "./observed-release.ts";
import type { Tag } from "./tag.ts";

/** One change as release notes tell it. */
export type ReleaseChange = Classified & {
  readonly change: SetChange;
  /** Null where nobody assessed it. */
  readonly level: RiskLevel | null;
  readonly approval: ApprovalState;
  /** Paths of migrations that it touches. */
  readonly migrations: readonly string[];
};

/** A change of the baseline's line that nothing in this release is like. */
export type MissingChange = Classified & { readonly change: SetChange };

/** How a change was let in. `unknown`: no ledger is at hand. */
export type ApprovalState =
  | { readonly kind: "approved"; readonly evidence: ChangeEvidence }
  | {
      readonly kind: "unapproved";
      /** A clause in plain text: "pushed directly". */
      readonly because: string;
      readonly evidence: ChangeEvidence | null;
      /** The issue that records it. */
      readonly issueNumber: number | null;
    }
  | { readonly kind: "unknown" };

/** What release notes say, before it is text. */
export type ReleaseDecision = {
  readonly tag: Tag;
  /** Null unless the tag was moved since notes were first drafted. */
  readonly movedFromSha: string | null;
  readonly isPrerelease: boolean;
  readonly baseline: SettledBaseline;
  readonly baselineIsAncestor: boolean;
  /** What the baseline has and this release has not, by section; null where that is not known, or the baseline is an ancestor. */
  readonly missing: readonly MissingChange[] | null;
  readonly component: ReleasedComponent | null;
  readonly commitCount: number;
  readonly changedFiles: number | null;
  /** What is new in this release, in the order in which it came; sections that are empty are left out. */
  readonly sections: readonly {
    readonly name: SectionName;
    readonly changes: readonly ReleaseChange[];
  }[];
  readonly shipped: readonly {
    readonly change: ReleaseChange;
    readonly version: string;
    readonly because: SameChange;
  }[];
  readonly cancelled: readonly RevertedPair[];
  /** Of the whole set, also of what shipped before or was reverted. */
  readonly unapproved: readonly ReleaseChange[];
  /** Emergencies and overrides, of the whole set. */
  readonly exceptional: readonly ReleaseChange[];
  readonly contributors: readonly Contributor[];
  readonly rollbacks: readonly RollbackTarget[] | null;
  /** Null without a ledger. */
  readonly ledgerHead: LedgerPosition | null;
};

export type Contributor = {
  readonly account: Account;
  /** Null where the past is not known. */
  readonly isNew: boolean | null;
};
