import { isSameAccount } from "#core/change/account.ts";
import type { PendingCommand } from "#core/command/received-command.ts";
import type { CommandState } from "#core/command/run-command.ts";
import { accountOfActor } from "./account.ts";
import type { Snapshot } from "./read-snapshot.ts";
import type { CommandCommentNode } from "./snapshot-schema.ts";

/** What GitHub shows of commands. */
export type CommandTraces = {
  /** Commands that no delivery brought yet. */
  readonly missed: readonly PendingCommand[];
  /** How the pending and missed commands stand, by their ids. */
  readonly states: ReadonlyMap<string, CommandState>;
  /** The commands, by id, to which a reply of ours stands among the latest comments. */
  readonly repliedTo: ReadonlySet<string>;
};

/** Finds the comments that were asked for, beside the presses as they stand, and our replies by their marker and author: anybody can write the marker. */
export function findTraces(
  { commandComments, pullRequest }: Snapshot,
  pending: readonly PendingCommand[],
  missed: readonly PendingCommand[],
  presses: ReadonlyMap<string, CommandState>,
): CommandTraces {
  const latest = pullRequest.latestComments.nodes;
  const here = commandComments.filter((node) => node?.pullRequest?.id === pullRequest.id);
  const shown = new Map([...here, ...latest].map((node) => [node?.id, node]));
  const comments = [...pending, ...missed].flatMap((command): [string, CommandState][] => {
    const { source } = command;
    if (source.kind !== "comment") return [];
    return [[source.id, stateOf(command, source, shown.get(source.nodeId))]];
  });
  return { missed, states: new Map([...presses, ...comments]), repliedTo: findReplied(latest) };
}

/** The commands, by id, to which one of the comments is our reply. */
export function findReplied(
  comments: readonly { readonly viewerDidAuthor: boolean; readonly body: string }[],
): ReadonlySet<string> {
  const ours = comments.filter(({ viewerDidAuthor }) => viewerDidAuthor);
  return new Set(ours.flatMap(({ body }) => replyMarker.exec(body)?.[1] ?? []));
}

/**
 * How a command's comment stands. What GitHub does not show on this pull request, by this person, is not there: whoever knows the webhook
 * secret can sign any delivery, but makes nobody a comment's author.
 */
export function stateOf(
  { giver }: PendingCommand,
  source: Extract<PendingCommand["source"], { kind: "comment" }>,
  node: Omit<NonNullable<CommandCommentNode>, "pullRequest"> | null | undefined,
): CommandState {
  if (node?.body === undefined || node.fullDatabaseId !== source.id) return "gone";
  const author = accountOfActor(node.author ?? null);
  if (author === null || !isSameAccount(author, giver)) return "gone";
  const isEdited = node.lastEditedAt != null || plain(node.body) !== plain(source.body);
  return isEdited ? "edited" : "intact";
}

/** The webhook and the API may differ in the ends of lines. */
function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}

const replyMarker = /<!-- sluice:reply ([0-9A-Za-z-]+) -->/;

/** A reply by which it is found again that the command was answered. */
export function withReplyMarker(commandId: string, reply: string): string {
  return `<!-- sluice:reply ${commandId} -->\n${reply}`;
}
