import type { Kysely } from "kysely";
import type { Account } from "#core/change/facts.ts";
import { distinctMoments } from "#core/command/distinct-moments.ts";
import type { CommandEffect, GivenCommand } from "#core/command/given-command.ts";
import { type CommandName, inOrderGiven } from "#core/command/received-command.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { CommandEffectTable, Tables } from "./tables.ts";

/** Keeps what a command brought about, in the given transaction. */
export async function writeEffect(
  transaction: Kysely<Tables>,
  of: {
    readonly command: CommandName;
    readonly repository: RepositoryName;
    readonly number: number;
    readonly giver: Account;
    readonly givenAtMs: number;
    readonly headSha: string;
  },
  { effect, position, seq }: { effect: CommandEffect; position: number; seq: number },
): Promise<void> {
  await transaction
    .insertInto("command_effect")
    .values({
      ...of.command,
      position,
      repository: formatRepository(of.repository),
      number: of.number,
      giver_id: of.giver.id,
      giver_login: of.giver.login,
      giver_kind: of.giver.kind,
      given_ms: of.givenAtMs,
      head_sha: of.headSha,
      effect_kind: effect.kind,
      effect: JSON.stringify(effect),
      ledger_seq: seq,
    })
    .execute();
}

/** Stored effects as the commands that brought them about, in the order in which they were given. Rows by position, so that those of one comment keep their order. */
export function givenCommands(rows: readonly CommandEffectTable[]): readonly GivenCommand[] {
  const placed = rows.map((row) => ({
    name: { kind: row.kind, id: row.id },
    givenAtMs: row.given_ms,
    row,
  }));
  return distinctMoments(inOrderGiven(placed).map(({ row }) => givenCommand(row)));
}

/** One stored effect as its command. */
export function givenCommand(row: CommandEffectTable): GivenCommand {
  return {
    by: { id: row.giver_id, login: row.giver_login, kind: row.giver_kind },
    atMs: row.given_ms,
    headSha: row.head_sha,
    effect: JSON.parse(row.effect),
  };
}
