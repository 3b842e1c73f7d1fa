import type { Account } from "#core/change/facts.ts";
import type { RiskLevel } from "#core/risk/level.ts";

/**
 * A command that took effect, as the ledger has it. Its giver's right was checked when it ran; what lets a change pass is only as good as that
 * right is now.
 */
export type GivenCommand = {
  readonly by: Account;
  /** When it was given, by GitHub's clock; milliseconds since the epoch. */
  readonly atMs: number;
  /** The head commit when it took effect. */
  readonly headSha: string;
  readonly effect: CommandEffect;
};

/** What a command does. Texts are as their giver wrote them. */
export type CommandEffect =
  | {
      readonly kind: "approve";
      readonly note: string | null;
      /** Whether a change-manager gave it: then it lifts everybody's rejection. */
      readonly liftsRejections: boolean;
    }
  | { readonly kind: "unapprove" }
  | { readonly kind: "reject"; readonly reason: string }
  | {
      readonly kind: "set-risk";
      readonly level: RiskLevel;
      /** A lowering holds for the head commit only. */
      readonly direction: "raise" | "lower";
      readonly reason: string;
    }
  | { readonly kind: "declare-emergency"; readonly reason: string }
  | { readonly kind: "declare-normal" }
  | { readonly kind: "hold"; readonly reason: string | null }
  /** A change-manager lifts everybody's holds, anybody else their own. */
  | { readonly kind: "unhold"; readonly whose: "own" | "all" }
  | { readonly kind: "override"; readonly reason: string }
  | {
      readonly kind: "freeze";
      /** An environment or a branch. */
      readonly target: string;
      readonly untilMs: number;
      readonly reason: string;
    }
  | { readonly kind: "unfreeze"; readonly target: string }
  | { readonly kind: "release"; readonly environment: string; readonly note: string | null }
  | { readonly kind: "back-out"; readonly reason: string }
  /** The pull request was opened for the `/back-out` of another: who gave that counts as its author. */
  | { readonly kind: "order"; readonly backsOut: number }
  | { readonly kind: "review"; readonly outcome: ReviewOutcome; readonly notes: string }
  | { readonly kind: "status" }
  | { readonly kind: "help" };

/** How an emergency or an override turned out, by its retrospective review. */
export const reviewOutcomes = ["successful", "failed", "backed-out"] as const;

export type ReviewOutcome = (typeof reviewOutcomes)[number];
