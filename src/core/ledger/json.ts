/** A value that JSON holds. A member may be absent; one that is there and undefined is a {@link jsonProblem}. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** Deeper than this is a value that contains itself, or nothing that a person can check. */
const mostLevels = 64;

/**
 * What keeps `value` from surviving JSON unchanged, with its place, e.g. `data.score is NaN`; null when nothing does.
 *
 * What a hash covers must be what a reader of the text sees, so that nothing may be dropped or turned into something else on the way.
 */
export function jsonProblem(value: unknown, place: string, level = 0): string | null {
  if (level > mostLevels) return `${place} is nested too deeply, or contains itself`;
  if (typeof value === "string") return textProblem(value, place);
  if (value === null || typeof value === "boolean" || Number.isFinite(value)) return null;
  if (Array.isArray(value)) {
    return firstProblem(value.entries(), (index, item) =>
      jsonProblem(item, `${place}[${index}]`, level + 1),
    );
  }
  if (isPlainObject(value)) {
    return firstProblem(
      Object.entries(value),
      (key, item) =>
        textProblem(key, `a key of ${place}`) ?? jsonProblem(item, `${place}.${key}`, level + 1),
    );
  }
  return `${place} is ${describe(value)}, which JSON does not have`;
}

function firstProblem<Key>(
  items: Iterable<[Key, unknown]>,
  problemOf: (key: Key, item: unknown) => string | null,
): string | null {
  for (const [key, item] of items) {
    const problem = problemOf(key, item);
    if (problem !== null) return problem;
  }
  return null;
}

function textProblem(text: string, place: string): string | null {
  return text.isWellFormed() ? null : `${place} was cut in the middle of a character`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  if (value instanceof Date) return "a Date (write its toISOString())";
  if (typeof value === "object" && value !== null) return `a ${value.constructor.name}`;
  return typeof value === "number" || value === undefined ? String(value) : `a ${typeof value}`;
}

/** The same with every half of a surrogate pair replaced: an odd name must not keep what happened from being recorded. */
export function wellFormed(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value), (_key, part) =>
    typeof part === "string" ? part.toWellFormed() : part,
  );
}
