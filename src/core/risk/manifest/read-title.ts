import { majorOf } from "./major-of.ts";

/** What the title of a dependency bot's pull request says; `undefined` when it names no version. */
export type TitleClaim = { readonly isMajor: boolean };

/**
 * Reads "Bump x from 1.2.3 to 2.0.0", "Update dependency x to v3" and their like, as Dependabot and Renovate write them.
 * Without the old version, a new one of a single number or ending in `.0.0` is a major one: that is where each starts.
 */
export function readTitle(title: string): TitleClaim | undefined {
  const words = title.slice(0, 1_000).split(/\s+/);
  if (words.some((word) => word.toLowerCase() === "(major)")) return { isMajor: true };
  const to = words.lastIndexOf("to");
  if (to === -1) return undefined;
  const target = versionAt(words, to + 1);
  const next = majorOf(target);
  if (next === undefined) return undefined;
  const from = words.lastIndexOf("from", to);
  const previous = from === -1 ? undefined : majorOf(versionAt(words, from + 1));
  if (previous !== undefined) return { isMajor: previous !== next };
  return { isMajor: next > 0 && /^[~^>=\sv]*\d+(?:\.0\.0)?$/.test(target) };
}

/** A version, with its operator where a space stands between: "~> 2.0". */
function versionAt(words: readonly string[], start: number): string {
  const [first = "", second = ""] = words.slice(start, start + 2);
  return /^[~^<>=]+$/.test(first) ? `${first} ${second}` : first;
}
