/** Stands for any number of items, none included. */
const anyNumber: unique symbol = Symbol("any number");
/** Stands for one item, whatever it is. */
const anyOne: unique symbol = Symbol("any one");

type Wildcard = typeof anyNumber | typeof anyOne;

/** The name of a file or folder: as it stands, or as characters and wildcards. */
type Name = string | readonly (string | Wildcard)[];

/** A pattern of CODEOWNERS, ready to be held against paths. */
export type CompiledPattern = readonly (Name | Wildcard)[];

/**
 * Reads a pattern that `parseCodeOwners` accepted. As in gitignore one with a slash at its start or within begins at the
 * top of the repository, any other at any depth, and what matches a folder matches all that is in it. But a `*` at the
 * end, as in `docs/*`, does not reach into folders: there GitHub differs from gitignore.
 *
 * See https://git-scm.com/docs/gitignore#_pattern_format
 */
export function compilePattern(pattern: string): CompiledPattern {
  const isAnchored = pattern.slice(0, -1).includes("/");
  const names = pattern.replace(/^\//, "").split("/");
  const last = names.at(-1) ?? "";
  const folders = names
    .slice(0, -1)
    .map((name): Name | Wildcard => (name === "**" ? anyNumber : compileName(name)));
  const end = compileEnd(last, names.length === 1);
  return isAnchored ? [...folders, ...end] : [anyNumber, ...folders, ...end];
}

function compileEnd(last: string, isAll: boolean): CompiledPattern {
  // A lone slash is the top itself, which is no file.
  if (last === "" && isAll) return [""];
  if (last === "" || last === "**") return [anyOne, anyNumber];
  return last === "*" ? [anyOne] : [compileName(last), anyNumber];
}

function compileName(name: string): Name {
  const parts = [...name.matchAll(/\\?(.)/gsu)].map(
    ([written, character = ""]): string | Wildcard => {
      if (written === "*") return anyNumber;
      return written === "?" ? anyOne : character;
    },
  );
  return parts.every((part) => typeof part === "string") ? parts.join("") : parts;
}

/** Whether a pattern matches a path. Letter case matters, as it does to GitHub. */
export function matchesPattern(pattern: CompiledPattern, path: string): boolean {
  return matchesInOrder(pattern, path.split("/"), matchesName);
}

function matchesName(name: Name, actual: string): boolean {
  return typeof name === "string"
    ? name === actual
    : matchesInOrder(name, [...actual], (part, character) => part === character);
}

/**
 * Whether the items are what the parts stand for, one after the other. Where an item does not fit, only the latest
 * `anyNumber` takes one more: an earlier one could not do better. So the time is at most parts times items, whoever
 * wrote the pattern.
 */
function matchesInOrder<Part extends string | object>(
  parts: readonly (Part | Wildcard)[],
  items: readonly string[],
  fits: (part: Part, item: string) => boolean,
): boolean {
  let part = 0;
  let retry: { readonly part: number; item: number } | null = null;
  for (let item = 0; item < items.length; item++) {
    const expected = parts[part];
    if (expected === anyNumber) {
      part++;
      retry = { part, item };
      item--;
    } else if (
      expected !== undefined &&
      (expected === anyOne || fits(expected, items[item] ?? ""))
    ) {
      part++;
    } else if (retry !== null) {
      part = retry.part;
      item = retry.item++;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === anyNumber);
}
