import { TerminalError } from "#core/errors.ts";
import { clipped } from "#core/text/words.ts";

/** There can be no draft of a release until somebody does something about it; the message says what. */
export class ReleaseRefused extends TerminalError {}

const longestQuote = 300;

/** GitHub's refusals that have a meaning of their own, by its words. */
const meanings: readonly (readonly [RegExp, (tag: string) => string])[] = [
  [
    /used by an immutable release/i,
    (tag) =>
      `The name ${tag} is used up: an immutable release of that tag was deleted, and GitHub takes no other of that name. Release under another tag.`,
  ],
  [/immutable/i, (tag) => `The release of ${tag} is immutable: GitHub lets nobody change it.`],
  [
    /already_exists/i,
    (tag) => `There is a published release of ${tag} already: it needs no draft.`,
  ],
  [
    /rule violations|being restricted|protected (?:tag|ref)/i,
    (tag) =>
      `A rule of the repository keeps the app from releasing ${tag}. Let the app bypass the rule for tags, or write the release by hand.`,
  ],
  [
    /not accessible by integration/i,
    () =>
      "The app may not write releases here: an owner must accept its permissions (Contents: write).",
  ],
];

/** What it means that GitHub refused the draft of a tag's release. `said`: all of GitHub's words. */
export function explainRefusal(tag: string, said: string): string {
  const known = meanings.find(([words]) => words.test(said));
  return known?.[1](tag) ?? `GitHub refused the draft of ${tag}: ${clipped(said, longestQuote)}`;
}
