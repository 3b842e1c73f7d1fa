import type { ChangeDecision } from "#core/change/change-decision.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import type { CommandEffect } from "./given-command.ts";

/** What a command is run against. */
export type CommandContext = {
  /** With the effects of the commands before it among the recorded facts. */
  readonly observed: ObservedChange;
  /** What is decided of the change at that moment; of one that is closed or merged, as though it were open. */
  readonly decision: ChangeDecision;
  readonly giver: Account;
  /** When it was given, by GitHub's clock; milliseconds since the epoch. */
  readonly atMs: number;
  /** When the head commit was pushed; null when that is not known. */
  readonly headPushedAtMs: number | null;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** The word before every command; empty for none. */
  readonly prefix: string;
};

/** What a command says to its giver. Texts are Markdown and safe to publish. */
export type CommandResult =
  /** `reply` is null where the reaction says enough. */
  | { readonly kind: "done"; readonly effect: CommandEffect; readonly reply: string | null }
  /** The argument does not fit; `why` is a sentence. How it is written is added to it. */
  | { readonly kind: "misused"; readonly why: string }
  /** `why` says what would work, too. */
  | { readonly kind: "refused"; readonly why: string };

/** One command: how it is written, who may give it and what it does. */
export type CommandDefinition = {
  readonly word: CommandWord;
  /** Its argument: `<what must be there>`, `[what may be]`; empty for none. */
  readonly argument: string;
  /** An argument that fits. */
  readonly example: string;
  /** A noun phrase. */
  readonly who: string;
  /** A sentence: what it does. */
  readonly help: string;
  readonly runsOn: readonly ObservedChange["state"][];
  /** Whether it works while a policy can't be used, so that nobody's right by policy is known. */
  readonly needsPolicy: boolean;
  /** Checks the argument, then the giver's right. */
  readonly run: (argument: string, context: CommandContext) => CommandResult;
};

/** The commands' words. */
export type CommandWord =
  | "approve"
  | "unapprove"
  | "reject"
  | "risk"
  | "emergency"
  | "normal"
  | "hold"
  | "unhold"
  | "override"
  | "freeze"
  | "unfreeze"
  | "release"
  | "back-out"
  | "review"
  | "status"
  | "help";

/** The command took effect. */
export function done(effect: CommandEffect, reply: string | null = null): CommandResult {
  return { kind: "done", effect, reply };
}

/** The command did not: its giver may not, or it makes no sense as things stand. */
export function refused(why: string): CommandResult {
  return { kind: "refused", why };
}

/** The command did not, because of how it was written. */
export function misused(why: string): CommandResult {
  return { kind: "misused", why };
}
