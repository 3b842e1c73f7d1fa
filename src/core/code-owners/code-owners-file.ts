import type { Principal } from "#core/policy/principal.ts";

/** Where GitHub looks for the file; the first that is there counts. */
export const codeOwnersPaths = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** A user or a team, as the file names them. */
export type Owner = Extract<Principal, { kind: "user" | "team" }>;

/** A line that says who owns the files of a pattern; with neither owners nor addresses nobody does. */
export type OwnersRule = {
  readonly pattern: string;
  /** From 1. */
  readonly line: number;
  readonly owners: readonly Owner[];
  /** Owners by email address. GitHub tells nobody whose it is, so nobody can approve as one. */
  readonly addresses: readonly string[];
};

/** A line that is not used, as GitHub skips it too. */
export type CodeOwnersProblem = { readonly line: number; readonly message: string };

/** What a file says; or why it can't be used. */
export type CodeOwnersContent =
  | {
      readonly kind: "read";
      readonly rules: readonly OwnersRule[];
      readonly problems: readonly CodeOwnersProblem[];
    }
  /** `why` completes "the file …". */
  | { readonly kind: "unreadable"; readonly why: string };

/** The CODEOWNERS file of a change's base branch. */
export type CodeOwnersFile = {
  readonly path: string;
  readonly blobSha: string;
  readonly content: CodeOwnersContent;
};
