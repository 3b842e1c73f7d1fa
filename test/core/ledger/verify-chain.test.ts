import { describe, expect, test } from "@jest/globals";
import { chainStart, type LedgerEntry, sealEntry } from "#core/ledger/entry.ts";
import { parseLine, verifyChain } from "#core/ledger/verify-chain.ts";
import { fc } from "../../support/fast-check.ts";

function chain(length: number, repository = "acme/shop"): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (let number = 1; number <= length; number += 1) {
    const draft = {
      at: "2026-03-01T09:00:00.000Z",
      kind: "change.decided",
      subject: `${repository}#${number}`,
      data: { verdict: "approved", number },
    };
    entries.push(sealEntry(draft, entries.at(-1) ?? chainStart));
  }
  return entries;
}

async function* stream(items: readonly unknown[]): AsyncIterable<unknown> {
  yield* items;
}

const entries = chain(5);
const hashOf = (seq: number) => entries[seq - 1]?.hash ?? "";

/** The chain with its third entry replaced. */
function withThird(change: (third: LedgerEntry) => readonly unknown[]): readonly unknown[] {
  return entries.flatMap((entry) => (entry.seq === 3 ? change(entry) : [entry]));
}

describe("a whole chain", () => {
  test("is verified to its head", async () => {
    const result = await verifyChain(stream(entries));
    expect(result).toEqual({ ok: true, entries: 5, headHash: hashOf(5) });
  });

  test("may be empty", async () => {
    const result = await verifyChain(stream([]));
    expect(result).toEqual({ ok: true, entries: 0, headHash: "0".repeat(64) });
  });

  test("may have grown since a head was published", async () => {
    const published = { seq: 3, hash: hashOf(3) };
    expect(await verifyChain(stream(entries), published)).toMatchObject({ ok: true, entries: 5 });
  });

  test("is the same after a way through the export", async () => {
    const lines = entries.map((entry) => parseLine(JSON.stringify(entry)));
    expect(await verifyChain(stream(lines))).toMatchObject({ ok: true, entries: 5 });
  });
});

describe("a part of a chain", () => {
  const part = entries.slice(2);
  const verify = (some: readonly unknown[], from = 3) => verifyChain(stream(some), undefined, from);

  test("is verified from where it begins, and says what it follows", async () => {
    const follows = { seq: 2, hash: hashOf(2) };
    expect(await verify(part)).toEqual({ ok: true, entries: 3, headHash: hashOf(5), follows });
  });

  test("may hold a published head", async () => {
    const head = (seq: number) => verifyChain(stream(part), { seq: null, hash: hashOf(seq) }, 3);
    expect(await head(4)).toMatchObject({ ok: true });
    expect(await head(2)).toMatchObject({ ok: false });
  });

  test.each<[string, readonly unknown[], number, string]>([
    ["begins later", entries.slice(3), 3, "Entry 3 belongs here, but entry 4 stands here"],
    ["begins earlier", entries, 3, "Entry 3 belongs here, but entry 1 stands here"],
    ["is empty", [], 3, "There is no such entry."],
    ["was edited at its beginning", [{ ...entries[2], subject: "x" }], 3, "the entry was edited"],
    ["lost its middle", [entries[2], entries[4]], 4, "entries were removed"],
  ])("is broken when it %s", async (_name, some, seq, problem) => {
    const result = await verify(some);
    expect(result).toMatchObject({ ok: false, seq, problem: expect.stringContaining(problem) });
  });
});

describe("a broken chain is found where it breaks", () => {
  test.each<[string, readonly unknown[], number, string]>([
    [
      "content was edited",
      withThird((third) => [{ ...third, data: { verdict: "rejected", number: 3 } }]),
      3,
      "the entry was edited",
    ],
    [
      "a time was edited",
      withThird((third) => [{ ...third, at: "2026-03-02T09:00:00.000Z" }]),
      3,
      "edited",
    ],
    [
      "an actor was added",
      withThird((third) => [{ ...third, actor: { id: 1, login: "alice", kind: "user" } }]),
      3,
      "edited",
    ],
    [
      "an entry was edited and hashed anew",
      withThird((third) => [
        sealEntry({ ...draftOf(third), subject: "acme/shop#4" }, { seq: 2, hash: hashOf(2) }),
      ]),
      4,
      'Its "prev" is not the hash of entry 3',
    ],
    [
      "an entry was removed",
      withThird(() => []),
      3,
      "Entry 3 belongs here, but entry 4 stands here",
    ],
    ["the first entry was removed", entries.slice(1), 1, "Entry 1 belongs here, but entry 2"],
    ["an entry was repeated", withThird((third) => [third, third]), 4, "but entry 3 stands here"],
    [
      "two entries changed places",
      [0, 1, 3, 2, 4].map((index) => entries[index]),
      3,
      "but entry 4",
    ],
    [
      "an entry was inserted and the rest numbered anew",
      withThird((third) => [sealEntry(draftOf(third), { seq: 2, hash: "f".repeat(64) })]),
      3,
      'Its "prev" is not the hash of entry 2',
    ],
    [
      "a line was cut off",
      withThird((third) => [parseLine(JSON.stringify(third).slice(0, 100))]),
      3,
      "no JSON",
    ],
    ["a line is no entry", withThird(() => [{ seq: 3 }]), 3, "This is no ledger entry"],
    [
      "an entry has a foreign member",
      withThird((third) => [{ ...third, note: "x" }]),
      3,
      "no ledger entry",
    ],
  ])("%s", async (_name, items, seq, problem) => {
    const result = await verifyChain(stream(items));
    expect(result).toEqual({ ok: false, seq, problem: expect.stringContaining(problem) });
  });

  test("whatever single member of any entry was exchanged", async () => {
    const place = fc.record({
      index: fc.nat(entries.length - 1),
      member: fc.constantFrom("seq", "at", "kind", "subject", "data", "prev", "hash"),
      value: fc.jsonValue(),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ index, member, value }) => {
        const altered = entries.map((entry, at) =>
          at === index ? { ...entry, [member]: value } : entry,
        );
        expect(await verifyChain(stream(altered))).toMatchObject({ ok: false, seq: index + 1 });
      }),
    );
  });
});

describe("against a published head", () => {
  test.each([
    ["the end was cut off", entries.slice(0, 3), { seq: 5, hash: hashOf(5) }],
    ["everything was written anew", chain(5, "acme/other"), { seq: null, hash: hashOf(5) }],
    ["the head stands at another place", entries, { seq: 2, hash: hashOf(3) }],
    ["the ledger is empty", [], { seq: null, hash: hashOf(5) }],
  ])("a chain is refused when %s", async (_name, items, published) => {
    const result = await verifyChain(stream(items), published);
    expect(result).toMatchObject({ ok: false });
  });
});

function draftOf({ at, kind, subject, data }: LedgerEntry) {
  return { at, kind, subject, data };
}
