import type { RepositoryName } from "#core/key.ts";
import type { Policy } from "./schema.ts";

/** Where a policy stands: every reason names it. */
export type PolicyOrigin = "organisation" | "repository";

/** One thing wrong with a policy file. Line and column count from 1 and stand on the key. */
export type PolicyProblem = {
  /** Dotted path, e.g. `approvals.high[0].from[1]`; empty for the whole file. */
  readonly keyPath: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong. */
  readonly message: string;
  /** How to right it, with an example where one helps. */
  readonly remedy: string;
};

/** A policy file as it was read: where, which version, and what it says or what is wrong with it. */
export type PolicySource = {
  readonly origin: PolicyOrigin;
  readonly repository: RepositoryName;
  /** The git blob that was read. */
  readonly blobSha: string;
  readonly content:
    | { readonly kind: "valid"; readonly policy: Policy }
    | { readonly kind: "invalid"; readonly problems: readonly PolicyProblem[] };
};

export const policyPath = ".github/sluice.yml";
