import type { Account } from "#core/change/facts.ts";
import type { RepositoryName } from "#core/key.ts";

/** Somebody's word to Sluice on a pull request, as a signed delivery has it. What it was when it was given never changes. */
export type ReceivedCommand = {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly giver: Account;
  readonly source: CommandSource;
};

export type CommandSource =
  /** A new comment that may hold commands. */
  | {
      readonly kind: "comment";
      /** GitHub's number, which counts up. */
      readonly id: string;
      readonly nodeId: string;
      readonly body: string;
      /** By GitHub's clock, to the second; milliseconds since the epoch. */
      readonly createdAtMs: number;
    }
  /** A press of a button on our check. */
  | {
      readonly kind: "button";
      readonly identifier: string;
      /** The commit that the check stands on. */
      readonly headSha: string;
    };

/** How a command is known: a comment by GitHub's number, a press by its delivery. */
export type CommandName = { readonly kind: CommandSource["kind"]; readonly id: string };

/** A command that was not handled yet. */
export type PendingCommand = ReceivedCommand & {
  readonly name: CommandName;
  /** Milliseconds since the epoch: a comment's by GitHub's clock, a press's when its delivery came. */
  readonly givenAtMs: number;
  /** When its delivery came. */
  readonly receivedAtMs: number;
};

type Placed = { readonly name: CommandName; readonly givenAtMs: number };

/**
 * Orders commands as they were given, whatever the order in which they came: comments by their ids, which GitHub counts up. A press has no such
 * number: it goes before the first comment that is later than it.
 */
export function inOrderGiven<Command extends Placed>(
  commands: readonly Command[],
): readonly Command[] {
  const comments = commands
    .filter(({ name }) => name.kind === "comment")
    .sort((a, b) => Number(a.name.id) - Number(b.name.id));
  const presses = commands
    .filter(({ name }) => name.kind === "button")
    .sort((a, b) => a.givenAtMs - b.givenAtMs || (a.name.id < b.name.id ? -1 : 1));
  const ordered: Command[] = [];
  for (const comment of comments) {
    while (presses[0] !== undefined && presses[0].givenAtMs < comment.givenAtMs) {
      ordered.push(...presses.splice(0, 1));
    }
    ordered.push(comment);
  }
  return [...ordered, ...presses];
}
