import type { Issue, PullRequest } from "./model.ts";

/** What issues are looked for by; what is left out does not matter. */
export type IssueFilter = {
  /** Names; an issue has each of them. */
  readonly allLabels?: readonly string[];
  /** Names; an issue has at least one of them. */
  readonly anyLabel?: readonly string[];
  readonly author?: string;
  /** Changed at that moment or later. */
  readonly since?: string;
};

/** Those that match, in the order given. */
export function findIssues<Found extends Issue | PullRequest>(
  issues: readonly Found[],
  { allLabels = [], anyLabel = [], author, since }: IssueFilter,
): readonly Found[] {
  return issues.filter(
    (issue) =>
      allLabels.every((name) => hasLabel(issue, name)) &&
      (anyLabel.length === 0 || anyLabel.some((name) => hasLabel(issue, name))) &&
      (author === undefined || issue.author.login === author) &&
      (since === undefined || Date.parse(issue.updatedAt) >= Date.parse(since)),
  );
}

/** By a moment or the number of comments; of equal ones the older is first when ascending. */
export function sortIssues<Found extends Issue | PullRequest>(
  issues: readonly Found[],
  by: "created" | "updated" | "comments",
  direction: "asc" | "desc",
): readonly Found[] {
  const ascending = issues.toSorted((a, b) => compare(a, b, by) || a.number - b.number);
  return direction === "asc" ? ascending : ascending.toReversed();
}

function compare(
  a: Issue | PullRequest,
  b: Issue | PullRequest,
  by: "created" | "updated" | "comments",
): number {
  if (by === "comments") return a.comments.length - b.comments.length;
  const key = by === "updated" ? "updatedAt" : "createdAt";
  return a[key].localeCompare(b[key]);
}

function hasLabel({ labels }: Issue | PullRequest, name: string): boolean {
  return [...labels].some((label) => label.name.toLowerCase() === name.trim().toLowerCase());
}
