import type { ChangeFacts, FileChange } from "#core/change/facts.ts";

/** Enough to name a change to a person. */
export type ChangeReference = {
  readonly sha: string;
  /** The pull request's number, where the message names one. */
  readonly number: number | null;
  readonly title: string;
};

/** One change as it came to the mainline: a pull request, or a direct push. */
export type PastChange = {
  /** The mainline commit: a merge, a squashed commit or a plain one. */
  readonly sha: string;
  readonly mergedAtMs: number;
  /** The pull request's number, where the message names one. */
  readonly number: number | null;
  /** The mainline commit's whole message. */
  readonly message: string;
  readonly facts: PastFacts;
};

/** What the server would know of the change when it was open, but for its history. */
export type PastFacts = Omit<ChangeFacts, "files" | "history"> & {
  readonly files: readonly FileEdit[];
};

/** A changed file, and where its lines were changed. */
export type FileEdit = FileChange & {
  /** Whether lines can be told apart; they can't in a binary and a submodule. */
  readonly kind: "text" | "binary" | "submodule";
  /** Four numbers a hunk, as in a diff without context: old start, old count, new start, new count. */
  readonly hunks: readonly number[];
};
