import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isNativeError } from "node:util/types";
import { UserError } from "#core/errors.ts";
import {
  type ChainVerification,
  type PublishedHead,
  parseLine,
  verifyChain,
} from "#core/ledger/verify-chain.ts";
import { openDatabase } from "#store/database.ts";
import { Ledger } from "#store/ledger.ts";
import { type CommandIo, withUserErrors } from "./command-io.ts";
import { databasePlace } from "./database-place.ts";

export type LedgerIo = Pick<CommandIo, "stderr" | "env" | "cwd"> & { readonly stdout: Writable };

export type VerifyOptions = {
  /** A head that was published, e.g. on a check run: the ledger must contain it. */
  readonly head?: string | undefined;
  /** The entry with which a part begins. */
  readonly from?: string | undefined;
  readonly json?: boolean | undefined;
};

export type ExportOptions = {
  /** The first entry to export. */
  readonly from?: string | undefined;
  /** A file instead of standard output. */
  readonly out?: string | undefined;
};

/**
 * `sluice ledger verify [FILE]`: follows the chain of an export, or of the server's database, which may go on meanwhile.
 *
 * Returns the exit code: 0 the chain is whole, 1 it is broken, 2 it can't be read.
 */
export function runLedgerVerify(
  file: string | undefined,
  options: VerifyOptions,
  io: LedgerIo,
): Promise<number> {
  return withUserErrors(io, async () => {
    const published = options.head === undefined ? undefined : readHead(options.head);
    const from = readSeq(options.from ?? "1");
    const result =
      file === undefined
        ? await withLedger(io, (ledger) => verifyChain(ledger.read(from), published, from))
        : await verifyChain(readLines(resolve(io.cwd, file)), published, from);
    io.stdout.write(
      options.json ? `${JSON.stringify(result)}\n` : renderVerification(result, from),
    );
    return result.ok ? 0 : 1;
  });
}

/**
 * `sluice ledger export`: writes the ledger as JSON Lines. The server may go on meanwhile.
 *
 * Returns the exit code: 0 done, 2 it can't be read or written.
 */
export function runLedgerExport(options: ExportOptions, io: LedgerIo): Promise<number> {
  return withUserErrors(io, async () => {
    const from = readSeq(options.from ?? "1");
    await withLedger(io, (ledger) => writeLines(ledger.read(from), options.out, io));
    if (from > 1 && options.out !== undefined) {
      io.stderr.write(
        `It is a part: verify it with sluice ledger verify ${options.out} --from ${from}\n`,
      );
    }
    return 0;
  });
}

async function withLedger<Result>(
  io: LedgerIo,
  use: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ ...databasePlace(io), readOnly: true });
  try {
    return await use(new Ledger(database));
  } finally {
    await database.close();
  }
}

async function* readLines(path: string): AsyncIterable<unknown> {
  try {
    const file = await open(path);
    for await (const line of file.readLines()) yield parseLine(line);
  } catch (error) {
    throw new UserError(
      `${path} can't be read: ${reasonOf(error)}`,
      "Name a file that `sluice ledger export --out FILE` wrote, or none to verify the database.",
      { cause: error },
    );
  }
}

async function writeLines(
  entries: AsyncIterable<unknown>,
  file: string | undefined,
  { stdout, stderr, cwd }: LedgerIo,
): Promise<void> {
  let count = 0;
  const lines = (async function* () {
    for await (const entry of entries) {
      count += 1;
      yield `${JSON.stringify(entry)}\n`;
    }
  })();
  if (file === undefined) return pipeToReader(lines, stdout);
  const out = createWriteStream(resolve(cwd, file), { mode: 0o600 });
  await pipeline(lines, out).catch((error: unknown) => {
    throw unwritable(file, error);
  });
  stderr.write(`Wrote ${count} ${count === 1 ? "entry" : "entries"} to ${file}.\n`);
}

/** A reader that has seen enough (`| head`) is no failure. */
async function pipeToReader(lines: AsyncIterable<string>, stdout: Writable): Promise<void> {
  await pipeline(Readable.from(lines), stdout, { end: false }).catch((error: unknown) => {
    if (!(isNativeError(error) && "code" in error && error.code === "EPIPE")) throw error;
  });
}

function unwritable(file: string, error: unknown): unknown {
  if (!isNativeError(error) || !("syscall" in error)) return error;
  const remedy = "Name another file: --out ledger.jsonl";
  return new UserError(`${file} can't be written: ${reasonOf(error)}`, remedy, { cause: error });
}

function reasonOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}

function readHead(text: string): PublishedHead {
  const hash = text.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hash)) return { seq: null, hash };
  throw new UserError(
    `--head ${text} is no ledger head.`,
    "A head has 64 hexadecimal digits: copy it from a check run's summary.",
  );
}

function readSeq(text: string): number {
  const seq = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seq) && seq > 0) return seq;
  throw new UserError(`--from ${text} is no entry's number.`, "Entries count from 1: --from 500");
}

function renderVerification(result: ChainVerification, from: number): string {
  if (!result.ok) return `The ledger is broken at entry ${result.seq}. ${result.problem}\n`;
  if (result.entries === 0) return "The ledger is empty.\n";
  const entries = result.entries === 1 ? "1 entry" : `${result.entries} entries`;
  if (result.follows === undefined) {
    return `The ledger is whole: ${entries}.\nHead: ${result.headHash}\n`;
  }
  const { seq, hash } = result.follows;
  return (
    `This part of the ledger is whole: ${entries} from entry ${from} on.\nHead: ${result.headHash}\n` +
    `What comes before was not verified. Entry ${seq} must have the hash ${hash}\n`
  );
}
