import type { DueAnswer } from "#core/command/handled-command.ts";

/** A check run as it should stand on a commit. */
export type DesiredCheckRun = {
  readonly name: string;
  readonly headSha: string;
  readonly status: "in_progress" | "completed";
  /** Null while in progress. Never `neutral` or `skipped`: those would let a required check pass. */
  readonly conclusion: "success" | "failure" | null;
  /** The decision's ledger entry. */
  readonly externalId: string;
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** At most three. */
  readonly buttons: readonly CheckButton[];
};

/** A button on a check: whoever presses it gives a command. GitHub takes 20 characters, for the description 40. */
export type CheckButton = {
  readonly label: string;
  readonly description: string;
  readonly identifier: "approve";
};

/** A note on a line of a file; GitHub takes at most 50 in one call. */
export type Annotation = {
  readonly path: string;
  readonly line: number;
  readonly title: string;
  readonly message: string;
};

/** One write on a pull request. Each is idempotent: what it writes is found again by name or marker. */
export type ChangeAction =
  | { readonly kind: "create-check-run"; readonly checkRun: DesiredCheckRun }
  | {
      readonly kind: "update-check-run";
      readonly nodeId: string;
      readonly checkRun: DesiredCheckRun;
    }
  | { readonly kind: "create-comment"; readonly body: string }
  | { readonly kind: "update-comment"; readonly nodeId: string; readonly body: string }
  | { readonly kind: "add-labels"; readonly labels: readonly string[] }
  | { readonly kind: "remove-labels"; readonly labels: readonly string[] }
  | {
      readonly kind: "request-reviews";
      readonly users: readonly string[];
      /** `organisation/slug`. */
      readonly teams: readonly string[];
    }
  /** Reacts to the comments of commands and replies to them. */
  | { readonly kind: "answer-commands"; readonly answers: readonly DueAnswer[] };
