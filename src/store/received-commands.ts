import type { Kysely } from "kysely";
import type { PendingCommand, ReceivedCommand } from "#core/command/received-command.ts";
import { formatRepository } from "#core/key.ts";
import type { ReceivedCommandTable, Tables } from "./tables.ts";

export type CommandRow = ReceivedCommandTable;

/** A received command as it is stored. A comment is known by its number, so that no second delivery of it counts; a press by its delivery. */
export function rowOfCommand(
  { repository, number, giver, source }: ReceivedCommand,
  delivery: { readonly id: string; readonly receivedAtMs: number },
): CommandRow {
  const isComment = source.kind === "comment";
  return {
    kind: source.kind,
    id: isComment ? source.id : delivery.id,
    repository: formatRepository(repository),
    number,
    giver_id: giver.id,
    giver_login: giver.login,
    giver_kind: giver.kind,
    given_ms: isComment ? source.createdAtMs : delivery.receivedAtMs,
    received_ms: delivery.receivedAtMs,
    node_id: isComment ? source.nodeId : null,
    body: isComment ? source.body : null,
    button: isComment ? null : source.identifier,
    head_sha: isComment ? null : source.headSha,
    handled_ms: null,
    answer: null,
    done_ms: null,
  };
}

/**
 * A comment that no delivery brought, as it is stored. It counts as received when it was written: a push of that second whose delivery came is
 * taken for the later.
 */
export function rowOfMissed(command: ReceivedCommand): CommandRow {
  const { source } = command;
  if (source.kind !== "comment") throw new TypeError("only comments are found again");
  return rowOfCommand(command, { id: source.id, receivedAtMs: source.createdAtMs });
}

/** Writes commands in the given transaction; those that are known stay as they are. */
export async function writeCommands(
  transaction: Kysely<Tables>,
  rows: readonly CommandRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const sorted = [...rows].sort((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1));
  await transaction
    .insertInto("received_command")
    .values(sorted)
    .onConflict((conflict) => conflict.columns(["kind", "id"]).doNothing())
    .execute();
}

/** A stored command that was not handled yet. */
export function pendingOf(row: CommandRow): PendingCommand {
  const [owner = "", name = ""] = row.repository.split("/");
  return {
    repository: { owner, name },
    number: row.number,
    giver: { id: row.giver_id, login: row.giver_login, kind: row.giver_kind },
    name: { kind: row.kind, id: row.id },
    givenAtMs: row.given_ms,
    receivedAtMs: row.received_ms,
    source:
      row.kind === "comment"
        ? {
            kind: "comment",
            id: row.id,
            nodeId: row.node_id ?? "",
            body: row.body ?? "",
            createdAtMs: row.given_ms,
          }
        : { kind: "button", identifier: row.button ?? "", headSha: row.head_sha ?? "" },
  };
}
