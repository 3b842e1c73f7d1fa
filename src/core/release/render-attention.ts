import { asCode, asProse } from "#core/text/markdown.ts";
import { counted } from "#core/text/words.ts";
import type { DraftDetail } from "./draft-detail.ts";
import type { ReleaseException, RetrospectiveReview } from "./observed-release.ts";
import type { ReleaseChange, ReleaseDecision } from "./release-decision.ts";
import { nameChange, type ReleasePlace } from "./release-place.ts";
import { titleAndName } from "./render-changes.ts";

/** Emergencies and overrides, each with the state of its review; empty without any. */
export function renderExceptions({ exceptional }: ReleaseDecision, place: ReleasePlace): string {
  if (exceptional.length === 0) return "";
  const items = exceptional.flatMap(({ change, approval }) =>
    (approval.kind === "unknown" ? [] : (approval.evidence?.exceptions ?? [])).map(
      (exception) => `- ${describeException(nameChange(change, place), exception)}`,
    ),
  );
  return ["### Emergencies and overrides", items.join("\n")].join("\n\n");
}

function describeException(name: string, { kind, by, reason, review }: ReleaseException): string {
  const who = `${kind === "emergency" ? "declared by" : "by"} ${asProse(by.login)}`;
  return `${name}: ${kind} ${who} (${asProse(reason)}). ${describeReview(review)}.`;
}

function describeReview(review: RetrospectiveReview): string {
  switch (review.kind) {
    case "done":
      return `Reviewed by ${asProse(review.by.login)}: ${review.outcome.replace("-", " ")}`;
    case "owed":
      return `The review is owed until ${day(review.dueMs)}${inIssue(review.issueNumber)}`;
    case "overdue":
      return `**The review is overdue** since ${day(review.dueMs)}${inIssue(review.issueNumber)}`;
  }
}

/** What arrived without approval; empty when nothing did. */
export function renderUnapproved(
  { unapproved }: ReleaseDecision,
  detail: DraftDetail,
  place: ReleasePlace,
): string {
  if (unapproved.length === 0) return "";
  const count = counted(unapproved.length, "change");
  const items =
    detail.unapproved === "full"
      ? unapproved.map((change) => `- ${describeUnapproved(change, detail, place)}`)
      : groupByReason(unapproved, place);
  return [`### Arrived without approval: ${count}`, items.join("\n")].join("\n\n");
}

const mostMissing = 50;

/** What only the baseline's line has; empty when that is nothing, or not known. */
export function renderMissing(
  { baseline, missing }: ReleaseDecision,
  { titleLimit }: DraftDetail,
  place: ReleasePlace,
): string {
  if (missing === null || missing.length === 0 || baseline.kind !== "chosen") return "";
  const shown = missing.slice(0, mostMissing);
  const left = missing.length - shown.length;
  const items = shown.map((change) => `- ${titleAndName(change, titleLimit, place)}`);
  if (left > 0) items.push(`- and ${left.toLocaleString("en-GB")} more`);
  return [
    `### In ${asCode(baseline.tag.name)} but not in this release`,
    items.join("\n"),
    "Told by cherry-picks, numbers of pull requests and equal patches: what was made again by hand is listed too.",
  ].join("\n\n");
}

function describeUnapproved(
  change: ReleaseChange,
  detail: DraftDetail,
  place: ReleasePlace,
): string {
  const { approval } = change;
  if (approval.kind !== "unapproved") return "";
  const { because, issueNumber } = approval;
  return `${titleAndName(change, detail.titleLimit, place)}: ${because}${inIssue(issueNumber)}`;
}

function groupByReason(
  unapproved: readonly ReleaseChange[],
  place: ReleasePlace,
): readonly string[] {
  const groups = Map.groupBy(unapproved, ({ approval }) =>
    approval.kind === "unapproved" ? approval.because : "",
  );
  return [...groups].map(
    ([because, changes]) =>
      `- ${because}: ${changes.map(({ change }) => nameChange(change, place)).join(", ")}`,
  );
}

function inIssue(issueNumber: number | null): string {
  return issueNumber === null ? "" : `, see #${issueNumber}`;
}

/** A day in UTC: `2026-03-01`. */
export function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
