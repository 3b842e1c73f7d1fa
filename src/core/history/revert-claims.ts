/** What a change says that it reverts. */
export type RevertClaims = {
  /** Commit SHAs, whole or abbreviated to seven digits or more. */
  readonly shas: readonly string[];
  /** Pull request numbers. */
  readonly numbers: readonly number[];
  /** Titles, as in `Revert "Add a cache"`. */
  readonly titles: readonly string[];
};

const patterns = {
  sha: /\bThis reverts (?:merge )?commits? ([0-9a-f]{7,64})\b/gi,
  quotedTitle: /^Revert "(.+)"/,
  numberInTitle: /^Revert(?:s|ed|ing)?:? (?:PR |pull request )?#(\d+)/i,
  revertedNumber: /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d+)/gim,
  revertBranch: /^Merge pull request #\d+ from [^\s/]+\/revert-(\d+)-/,
  mergedNumber: /^Merge pull request #(\d+) /,
  trailingNumber: /\s*\(#(\d+)\)$/,
} as const;

/**
 * The earlier changes that a change says it reverts: git's own words ("This reverts commit …"), and the title, body and
 * branch name that GitHub's Revert button writes. `messages` are those of the mainline commit and of what it merged.
 */
export function readRevertClaims(title: string, messages: readonly string[]): RevertClaims {
  const matches = (pattern: RegExp) =>
    messages.flatMap((message) => [...message.matchAll(pattern)].map(([, found]) => found ?? ""));
  const quoted = patterns.quotedTitle.exec(title)?.[1];
  const branch = patterns.revertBranch.exec(messages[0] ?? "");
  const numbers = [
    ...matches(patterns.revertedNumber),
    branch?.[1],
    patterns.numberInTitle.exec(title)?.[1],
    quoted === undefined ? undefined : numberOf(quoted),
  ];
  return {
    shas: matches(patterns.sha).map((sha) => sha.toLowerCase()),
    numbers: [...new Set(numbers.filter((number) => number !== undefined).map(Number))],
    titles: quoted === undefined ? [] : [quoted.replace(patterns.trailingNumber, "")],
  };
}

function numberOf(title: string): string | undefined {
  return (patterns.trailingNumber.exec(title) ?? patterns.mergedNumber.exec(title))?.[1];
}
