import { UserError } from "#core/errors.ts";
import { counted } from "#core/text/words.ts";
import { openDatabase, openEmbeddedAlone } from "#store/database.ts";
import { type MoveOutcome, moveStore } from "#store/move-store.ts";
import { type CommandIo, interruptedCode, withUserErrors } from "./command-io.ts";
import { databasePlace } from "./database-place.ts";
import { Progress } from "./progress.ts";

/**
 * `sluice store move`: copies the embedded database in `DATA_DIR` to the empty PostgreSQL in `DATABASE_URL`, all or nothing, and verifies the
 * ledger there. The server must be stopped; the embedded database stays as it is.
 *
 * Returns the exit code: 0 moved, 1 the copy is not what the original is and was thrown away, 2 it can't be done as asked, 130 ended by
 * Ctrl-C, with nothing moved.
 */
export function runStoreMove(
  { json = false }: { readonly json?: boolean | undefined },
  io: CommandIo,
): Promise<number> {
  return withUserErrors(io, async () => {
    const outcome = await move(io);
    io.stdout.write(json ? `${JSON.stringify(outcome, null, 2)}\n` : renderText(outcome));
    return exitCodes[outcome.kind];
  });
}

const exitCodes = { moved: 0, "not-the-same": 1, interrupted: interruptedCode } as const;

async function move(io: CommandIo): Promise<MoveOutcome> {
  const { databaseUrl, dataDir } = databasePlace(io);
  if (databaseUrl === null) {
    throw new UserError(
      "DATABASE_URL is not set: there is nowhere to move to.",
      "Set it to an empty PostgreSQL database, e.g. DATABASE_URL=postgresql://sluice:password@host:5432/sluice",
    );
  }
  const source = await openEmbeddedAlone(dataDir);
  const progress = new Progress(io.stderr, "rows moved", "stops, and nothing is moved");
  try {
    const target = await openDatabase({ databaseUrl, dataDir });
    try {
      const onProgress = progress.show.bind(progress);
      return await moveStore(source, target, { onProgress, signal: io.signal });
    } finally {
      await target.close();
    }
  } finally {
    progress.clear();
    await source.close();
  }
}

function renderText(outcome: MoveOutcome): string {
  switch (outcome.kind) {
    case "moved": {
      const { rows, ledgerHead } = outcome;
      const total = rows.reduce((sum, table) => sum + table.rows, 0);
      const ledger =
        ledgerHead.seq === 0
          ? "The ledger is empty."
          : `The ledger was verified there: ${counted(ledgerHead.seq, "entry", "entries")}.\nHead: ${ledgerHead.hash}`;
      return (
        `Moved ${counted(total, "row")} of ${counted(rows.length, "table")} to PostgreSQL.\n${ledger}\n` +
        "Start the server with this DATABASE_URL. Keep the embedded database as a backup; a server that used it again would begin a second ledger.\n"
      );
    }
    case "not-the-same":
      return (
        `Nothing was moved: the copy is not what the original is. ${outcome.problem}\n` +
        "The copy was thrown away. See what `sluice ledger verify` says of the embedded database, without DATABASE_URL.\n"
      );
    case "interrupted":
      return "Stopped: nothing was moved, and both databases are as they were.\n";
  }
}
