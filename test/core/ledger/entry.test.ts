import { describe, expect, test } from "@jest/globals";
import {
  chainStart,
  digestJson,
  type EntryDraft,
  hashEntry,
  LedgerEntry,
  sealEntry,
} from "#core/ledger/entry.ts";
import { alice } from "../../support/facts.ts";

const draft: EntryDraft = {
  at: "2026-03-01T09:00:00.000Z",
  kind: "change.decided",
  subject: "acme/shop#12",
  actor: alice,
  data: { verdict: "approved", score: 1e21, title: "Größe €" },
};

describe("a ledger entry", () => {
  test("has its place after the former one", () => {
    const first = sealEntry(draft, chainStart);
    const second = sealEntry(draft, first);
    expect(first).toMatchObject({ ...draft, seq: 1, prev: "0".repeat(64) });
    expect(second).toMatchObject({ ...draft, seq: 2, prev: first.hash });
    expect(second.hash).not.toBe(first.hash);
  });

  test("has the hash that any tool computes from the export's line", () => {
    // printf '%s' '<canonical JSON>' | sha256sum
    const canonical =
      '{"actor":{"id":1,"kind":"user","login":"alice"},"at":"2026-03-01T09:00:00.000Z",' +
      '"data":{"score":1e+21,"title":"Größe €","verdict":"approved"},"kind":"change.decided",' +
      '"prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":1,"subject":"acme/shop#12"}';
    const { hash, ...rest } = sealEntry(draft, chainStart);
    expect(JSON.parse(canonical)).toEqual(rest);
    expect(hash).toBe("9937cba03897d24c9bc08b13d8a0f9637d34d531882ee6b440a1407605b0930a");
  });

  test("has the same hash whatever the order of its members", () => {
    const { hash, ...entry } = sealEntry(draft, chainStart);
    const reversed = Object.fromEntries(Object.entries(entry).reverse());
    expect(hashEntry(LedgerEntry.omit({ hash: true }).parse(reversed))).toBe(hash);
  });

  test.each([
    ["a local time", { at: "2026-03-01T09:00:00+01:00" }, "at is no UTC time"],
    ["a kind with spaces", { kind: "change decided" }, "kind is no name"],
    ["an empty subject", { subject: "" }, "subject is not 1 to 500 printable characters"],
    ["a line break in the subject", { subject: "a\nb" }, "subject is not 1 to 500 printable"],
    ["what JSON can't hold", { data: { score: Number.NaN } }, "data.score is NaN"],
    ["no data", { data: undefined }, "data is undefined"],
  ])("is refused with %s", (_name, fault, problem) => {
    const faulty = { ...draft, ...fault };
    // @ts-expect-error one of the faults is a type's too
    expect(() => sealEntry(faulty, chainStart)).toThrow(`No ledger entry: ${problem}`);
  });
});

describe("a digest", () => {
  test("is equal for equal values", () => {
    expect(digestJson({ a: [1, "b"], c: null })).toBe(digestJson({ c: null, a: [1, "b"] }));
  });

  test("differs for different values", () => {
    expect(digestJson({ a: [1, 2] })).not.toBe(digestJson({ a: [2, 1] }));
  });

  test("is refused for what JSON can't hold", () => {
    expect(() => digestJson({ score: Number.NaN })).toThrow("value.score is NaN");
  });
});
