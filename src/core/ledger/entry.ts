import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "./canonical-json.ts";
import { type JsonValue, jsonProblem } from "./json.ts";

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, "is not 64 hexadecimal digits");

/** What happened, before it has a place in the chain. */
export const EntryDraft = z.strictObject({
  at: z.iso.datetime("is no UTC time such as 2026-03-01T09:00:00.000Z"),
  kind: z.string().regex(/^[a-z-]+(\.[a-z-]+)*$/, 'is no name such as "change.decided"'),
  /** What it happened to, e.g. `acme/shop#12`. */
  subject: z.string().regex(/^\P{Cc}{1,500}$/u, "is not 1 to 500 printable characters"),
  /** The person who made it happen; absent when Sluice itself did. */
  actor: z
    .strictObject({ id: z.int(), login: z.string().min(1), kind: z.enum(["user", "bot"]) })
    .readonly()
    .optional(),
  data: z.custom<JsonValue>((value) => jsonProblem(value, "data") === null, {
    error: (issue) => jsonProblem(issue.input, "data") ?? "",
  }),
});
export type EntryDraft = Readonly<z.infer<typeof EntryDraft>>;

/** One line of the ledger: `hash` covers everything else in it, `prev` is the former entry's hash. */
export const LedgerEntry = EntryDraft.extend({
  seq: z.int().positive(),
  prev: sha256Hex,
  hash: sha256Hex,
});
export type LedgerEntry = Readonly<z.infer<typeof LedgerEntry>>;

/** An entry's place in the chain. */
export type LedgerPosition = { readonly seq: number; readonly hash: string };

/** Where the chain begins: the first entry's `prev` is its hash. */
export const chainStart: LedgerPosition = { seq: 0, hash: "0".repeat(64) };

/**
 * Gives a draft its place after `last`.
 *
 * @throws TypeError when the draft is not what an entry may hold; the message names each place
 */
export function sealEntry(draft: EntryDraft, last: LedgerPosition): LedgerEntry {
  const checked = EntryDraft.safeParse(draft);
  if (!checked.success) throw new TypeError(`No ledger entry: ${describeProblems(checked.error)}`);
  const entry = { seq: last.seq + 1, ...checked.data, prev: last.hash };
  return { ...entry, hash: hashEntry(entry) };
}

/**
 * SHA-256 in hexadecimal over the entry's canonical JSON ({@link https://www.rfc-editor.org/rfc/rfc8785 RFC 8785}); a `hash` that it
 * already has is left out.
 */
export function hashEntry(entry: Omit<LedgerEntry, "hash">): string {
  const { hash: _, ...hashed } = { hash: null, ...entry };
  return createHash("sha256").update(canonicalJson(hashed)).digest("hex");
}

/**
 * SHA-256 in hexadecimal over a value's canonical JSON: equal for equal values, whatever the order of their keys.
 *
 * @throws TypeError when the value is not JSON
 */
export function digestJson(value: JsonValue): string {
  const problem = jsonProblem(value, "value");
  if (problem !== null) throw new TypeError(problem);
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

/** Every problem of a value that is no entry, on one line. */
export function describeProblems(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) =>
      path.length === 0 || path[0] === "data" ? message : `${path.join(".")} ${message}`,
    )
    .join("; ");
}
