/** What is kept of merges and pushes after they happened. */
export type AfterMergeTables = {
  readonly judged_merge: JudgedMergeTable;
  readonly unauthorised_change: UnauthorisedChangeTable;
  readonly owed_review: OwedReviewTable;
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
  /** The commit with which the branch received it. */
  readonly sha: string;
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
  readonly because: "emergency" | "override";
  /** JSON, see `core/review/owed-review.ts`. */
  readonly review: string;
  /** The merge. */
  readonly owed_from_ms: number;
  readonly due_ms: number;
  /** The issue that asks for it; null before it is opened. */
  readonly issue_number: number | null;
  /** When its reader was reminded, when it was said to be overdue, when it was settled; null before. */
  readonly reminded_ms: number | null;
  readonly overdue_ms: number | null;
  readonly settled_ms: number | null;
};
