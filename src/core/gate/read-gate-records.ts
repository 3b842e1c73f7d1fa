import { z } from "zod";
import { isSameRepository, type RepositoryName } from "#core/key.ts";
import { GateRecord } from "./gate-record.ts";

/** The ledger's entries of this kind hold a {@link GateRecord}. */
export const gateDecidedKind = "gate.decided";

/** The gates of a ledger that were released, as of their release. */
export type ReleasedGates = {
  /** In the order in which they were released. */
  readonly records: readonly GateRecord[];
  /** Entries that are no records: nothing is assumed of them. */
  readonly unreadable: number;
};

const Entry = z.object({ at: z.iso.datetime(), subject: z.string(), data: z.looseObject({}) });

/**
 * Reads the gates that were released from `gate.decided` entries in the order of the ledger. Of a gate that was decided several times the
 * last release counts: before it the answer was held back.
 *
 * @param repository only its gates; null: every repository's
 */
export async function readReleasedGates(
  entries: AsyncIterable<unknown>,
  repository: RepositoryName | null,
): Promise<ReleasedGates> {
  const bySubject = new Map<string, GateRecord>();
  let unreadable = 0;
  for await (const entry of entries) {
    const gate = readGate(entry);
    if (gate === null) unreadable += 1;
    else if (isAskedFor(gate.record, repository)) {
      bySubject.delete(gate.subject);
      bySubject.set(gate.subject, gate.record);
    }
  }
  return { records: [...bySubject.values()], unreadable };
}

function isAskedFor({ state, facts }: GateRecord, repository: RepositoryName | null): boolean {
  return (
    state === "released" && (repository === null || isSameRepository(facts.repository, repository))
  );
}

/** The entry's own time stands for a moment that its data leaves out. */
function readGate(entry: unknown): { subject: string; record: GateRecord } | null {
  const read = Entry.safeParse(entry);
  if (!read.success) return null;
  const { at, subject, data } = read.data;
  const record = GateRecord.safeParse({ decidedAtMs: Date.parse(at), ...data });
  return record.success ? { subject, record: record.data } : null;
}
