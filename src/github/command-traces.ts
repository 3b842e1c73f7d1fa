import type { PendingCommand } from "#core/command/received-command.ts";
import type { CommentState } from "#core/command/run-command.ts";
import type { Snapshot } from "./read-snapshot.ts";

/** What GitHub shows of commands. */
export type CommandTraces = {
  /** Commands that no delivery brought yet. */
  readonly missed: readonly PendingCommand[];
  /** How the comments of the pending and missed commands stand, by the comment's number. */
  readonly comments: ReadonlyMap<string, CommentState>;
  /** The commands, by id, to which a reply of ours stands among the latest comments. */
  readonly repliedTo: ReadonlySet<string>;
};

/** Finds the comments that were asked for, and our replies by their marker and author: anybody can write the marker. */
export function findTraces(
  { commandComments, pullRequest }: Snapshot,
  pending: readonly PendingCommand[],
  missed: readonly PendingCommand[],
): CommandTraces {
  const latest = pullRequest.latestComments.nodes;
  const shown = new Map([...commandComments, ...latest].map((node) => [node?.id, node]));
  const comments = new Map(
    [...pending, ...missed].flatMap(({ source }): readonly [string, CommentState][] => {
      if (source.kind !== "comment") return [];
      const node = shown.get(source.nodeId);
      if (node?.body === undefined) return [[source.id, "gone"]];
      const isEdited = node.lastEditedAt != null || plain(node.body) !== plain(source.body);
      return [[source.id, isEdited ? "edited" : "intact"]];
    }),
  );
  const ours = latest.filter((node) => node.viewerDidAuthor);
  const repliedTo = new Set(ours.flatMap(({ body }) => replyMarker.exec(body)?.[1] ?? []));
  return { missed, comments, repliedTo };
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
