/** What is kept of merges and pushes after they happened. */
export type AfterMergeTables = {
  readonly judged_merge: JudgedMergeTable;
  readonly unauthorised_change: UnauthorisedChangeTable;
  readonly owed_review: OwedReviewTable;
  readonly branch_watch: BranchWatchTable;
  readonly branch_tip: BranchTipTable;
};

type JudgedMergeTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly branch: string;
  /** The commit with which the branch received it. */
  readonly sha: string;
  /** That commit's first parent; null where GitHub does not tell. */
  readonly parent_sha: string | null;
  /** `not-held`: no policy held it, since none controls the branch or all only observe. */
  readonly judgement: "authorised" | "unauthorised" | "not-held";
};

type UnauthorisedChangeTable = {
  /** `owner/name`. */
  readonly repository: string;
  /** The commit with which the branch received it; for the others the name by which it is found again. */
  readonly sha: string;
  /** A merge that somebody pushed together with other commits is both. */
  readonly kind: "merge" | "push" | "deployment" | "protection-rule";
  /** The pull request; null for a push. */
  readonly number: number | null;
  /** JSON, see `core/unauthorised/unauthorised-change.ts`. */
  readonly change: string;
  readonly ledger_seq: number;
  readonly ledger_hash: string;
  /** The issue about it; null before it is opened. */
  readonly issue_number: number | null;
};

type OwedReviewTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  /** JSON, see `ReviewSubject` in `core/review/review.ts`. */
  readonly review: string;
  readonly ledger_seq: number;
  readonly ledger_hash: string;
  /** The issue that asks for it; null before it is opened. */
  readonly issue_number: number | null;
  /** When people were reminded, and told that it is overdue; null before. */
  readonly reminded_ms: number | null;
  readonly overdue_ms: number | null;
  /** JSON, see `ReviewSettlement`; null while it is owed. */
  readonly settlement: string | null;
  /** When the issue of a settled review was closed; null before. */
  readonly closed_ms: number | null;
};

type BranchWatchTable = {
  /** `owner/name`. */
  readonly repository: string;
  /** Which were held when they were last looked at. JSON, see `HeldBranches` in `core/unauthorised/branches-held.ts`. */
  readonly branches: string;
};

type BranchTipTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  /** Where it stood when all that had moved it was told or marked; all zeros: it was not there. */
  readonly sha: string;
  readonly noted_ms: number;
  /** Where something ended that nobody told of, as the last look found. */
  readonly unexplained_sha: string | null;
};
