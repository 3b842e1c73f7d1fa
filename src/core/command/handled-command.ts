import type { Account } from "#core/change/facts.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import type { CommandEffect } from "./given-command.ts";
import type { CommandName, PendingCommand } from "./received-command.ts";

/** What came of a command's delivery: a comment may hold several commands, or none. */
export type HandledCommand = {
  readonly command: PendingCommand;
  readonly results: readonly CommandResult[];
  /** What its giver is told; null: nothing. */
  readonly answer: CommandAnswer | null;
};

/** What the ledger keeps of one command. */
export type CommandResult = {
  readonly kind: "command.done" | "command.refused";
  /** Null when it brought nothing about that anything depends on. */
  readonly effect: CommandEffect | null;
  readonly data: JsonValue;
};

/** The reaction to a comment, and the reply to it. */
export type CommandAnswer = {
  /** Null for a button: there is nothing to react to. */
  readonly commentNodeId: string | null;
  readonly reaction: "done" | "refused";
  /** Markdown; null: the reaction says it all. */
  readonly reply: string | null;
  /** A pull request to open before it can be told; null: none. */
  readonly backOut: BackOut | null;
};

/** The order to take a merged change back with a pull request. */
export type BackOut = {
  readonly by: Account;
  readonly reason: string;
  /** Whether the new pull request is an emergency: who gave the order may declare one. */
  readonly isEmergency: boolean;
};

/** An answer that was not given yet, or of which that is not known. */
export type DueAnswer = CommandAnswer & { readonly name: CommandName };
