import type { ChangeFacts } from "#core/change/facts.ts";

/** One change as it came to the mainline: a pull request, or a direct push. */
export type PastChange = {
  /** The mainline commit: a merge, a squashed commit or a plain one. */
  readonly sha: string;
  readonly mergedAtMs: number;
  /** The pull request's number, where the message names one. */
  readonly number: number | null;
  /** The mainline commit's whole message. */
  readonly message: string;
  /** What the server would know of it when it was open, but for its `history`. */
  readonly facts: Omit<ChangeFacts, "history">;
  /** Lines that it changed, by file. */
  readonly edits: readonly FileEdit[];
};

/** Where one file's lines were changed. */
export type FileEdit = {
  readonly path: string;
  /** The former name of a renamed file, or the origin of a copied one. */
  readonly previousPath?: string;
  readonly status: "added" | "modified" | "removed" | "renamed" | "copied" | "changed";
  /** Whether lines can be told apart; they can't in a binary and a submodule. */
  readonly kind: "text" | "binary" | "submodule";
  /** Four numbers a hunk, as in a diff without context: old start, old count, new start, new count. */
  readonly hunks: readonly number[];
};
