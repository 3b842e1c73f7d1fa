import {
  chainStart,
  describeProblems,
  hashEntry,
  LedgerEntry,
  type LedgerPosition,
} from "./entry.ts";

/** What a verification found: how far the chain is whole, or where it first breaks. */
export type ChainVerification =
  | {
      readonly ok: true;
      readonly entries: number;
      readonly headHash: string;
      /** The position that a part follows by its own word: nothing up to there was verified. Absent from the first entry on. */
      readonly follows?: LedgerPosition;
    }
  | { readonly ok: false; readonly seq: number; readonly problem: string };

/** A position that was published elsewhere (on a check run, in a release draft). Null: at any place. */
export type PublishedHead = { readonly seq: number | null; readonly hash: string };

/**
 * Follows the chain from its first entry, or a part of it from a later one, in constant memory.
 *
 * It finds edits, deletions, insertions and reordering anywhere. That the end was cut off, or that everything was written anew, only shows
 * against a head that was published before: the chain must contain it.
 *
 * @param entries in the order in which they stand; what is no entry counts as a break
 * @param published a head that must be in the chain
 * @param fromSeq the entry with which a part begins; its "prev" is taken as it stands
 */
export async function verifyChain(
  entries: AsyncIterable<unknown>,
  published?: PublishedHead,
  fromSeq = 1,
): Promise<ChainVerification> {
  let last: FormerPosition = fromSeq === 1 ? chainStart : { seq: fromSeq - 1, hash: null };
  let follows: LedgerPosition | null = null;
  let publishedIsIn = published === undefined;
  for await (const candidate of entries) {
    const link = followingLink(candidate, last);
    if (typeof link === "string") return { ok: false, seq: last.seq + 1, problem: link };
    if (last.hash === null) follows = { seq: last.seq, hash: link.prev };
    last = link;
    publishedIsIn ||= isPublished(link, published);
  }
  if (last.hash === null) return { ok: false, seq: fromSeq, problem: "There is no such entry." };
  if (publishedIsIn) {
    const entries = last.seq - fromSeq + 1;
    return { ok: true, entries, headHash: last.hash, ...(follows && { follows }) };
  }
  return { ok: false, seq: last.seq, problem: describeMissingHead(published, last) };
}

/**
 * Reads one line of an export; what is no JSON comes back as the text itself, which {@link verifyChain} then reports at its place.
 */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

/** The position before an entry; its hash is null where a part begins. */
type FormerPosition = { readonly seq: number; readonly hash: string | null };

/** `candidate` if it is the entry after `last`; else what is wrong, as a sentence. */
function followingLink(candidate: unknown, last: FormerPosition): LedgerEntry | string {
  const parsed = LedgerEntry.safeParse(candidate);
  if (!parsed.success) {
    return typeof candidate === "string"
      ? "This line is no JSON: it was cut off or damaged."
      : `This is no ledger entry: ${describeProblems(parsed.error)}.`;
  }
  const { seq, prev, hash } = parsed.data;
  if (seq !== last.seq + 1) {
    const cause =
      last.seq === 0
        ? `the first ones were removed, or this is a part, to be verified from entry ${seq} on.`
        : "entries were removed, repeated or reordered.";
    return `Entry ${last.seq + 1} belongs here, but entry ${seq} stands here: ${cause}`;
  }
  if (last.hash !== null && prev !== last.hash) {
    return `Its "prev" is not the hash of entry ${last.seq}: one of the two was exchanged.`;
  }
  if (hash !== hashEntry(parsed.data)) {
    return "Its hash is not the hash of its content: the entry was edited.";
  }
  return parsed.data;
}

function isPublished(position: LedgerPosition, published: PublishedHead | undefined): boolean {
  if (position.hash !== published?.hash) return false;
  return published.seq === null || published.seq === position.seq;
}

function describeMissingHead(published: PublishedHead | undefined, last: FormerPosition): string {
  const place = published?.seq == null ? "" : ` as entry ${published.seq}`;
  return (
    `The published head ${published?.hash}${place} is not in this chain of ${last.seq} entries: ` +
    "its end was cut off, or it was written anew."
  );
}
