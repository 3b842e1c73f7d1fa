import { formatMoment } from "#core/calendar/wall-time.ts";
import { spellAsCode } from "#core/command/command-text.ts";
import type { ReviewOutcome } from "#core/command/given-command.ts";
import type { DesiredIssue, IssueComment } from "#core/issue.ts";
import { formatRepository } from "#core/key.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import { linkCommit, linkNumber } from "#core/text/links.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { capitalised, clipped, shortSha } from "#core/text/words.ts";
import type { ReviewSettlement, ReviewSubject } from "./review.ts";

/** Longer lists are cut: nobody reads on, and an issue has its limit. */
const mostListed = 50;

/** The issue that asks for a retrospective review. */
export function renderReview(
  subject: ReviewSubject,
  ledger: LedgerPosition,
  webUrl: string,
): DesiredIssue {
  const { repository, number, because, dueMs } = subject;
  const marker = `<!-- sluice:review ${formatRepository(repository)}#${number} -->`;
  return {
    label: "retrospective-review",
    marker,
    title: `Retrospective review of #${number}, ${nameCause(because)}: due ${formatMoment(dueMs, "UTC")}`,
    body: [
      marker,
      describeChange(subject, webUrl),
      `### Who let it through, and why\n\n${describeDeclaration(subject)}`,
      `### Who had approved it\n\n${describeApprovals(subject)}`,
      `### What was left out\n\n${describeLeftOut(subject)}`,
      `### What to do now\n\nThe review is due on ${formatMoment(dueMs, "UTC")}. ${sayHowToSettle(subject, webUrl)}`,
      "---",
      `Ledger entry ${ledger.seq}, ${asCode(ledger.hash)}.`,
    ].join("\n\n"),
  };
}

function describeChange(subject: ReviewSubject, webUrl: string): string {
  const { number, title, author, branch, sha, mergedBy, mergedAtMs } = subject;
  const pull = linkNumber({ repository: subject.repository, webUrl }, number);
  const commit = linkCommit({ repository: subject.repository, webUrl }, sha);
  const who = mergedBy === null ? "Somebody" : asCode(`@${mergedBy.login}`);
  return [
    `${who} merged ${pull} into ${asCode(branch)} on ${formatMoment(mergedAtMs, "UTC")}, as commit ${commit}.`,
    `> ${asProse(title)} (by ${asCode(`@${author.login}`)})`,
  ].join("\n\n");
}

function describeDeclaration({ because, declared }: ReviewSubject): string {
  const deed = because === "emergency" ? "declared it an emergency" : "overrode what was missing";
  const at = formatMoment(Date.parse(declared.at), "UTC");
  const who = `${asCode(`@${declared.by.login}`)} ${deed} on ${at}`;
  return declared.reason === null ? `${who}.` : `${who}:\n\n> ${asProse(declared.reason)}`;
}

function describeApprovals({ approvals }: ReviewSubject): string {
  if (approvals.length === 0) return "Nobody.";
  return cut(
    approvals.map(({ login, commit }) =>
      commit === null
        ? `- ${asCode(`@${login}`)}`
        : `- ${asCode(`@${login}`)}, commit ${asCode(shortSha(commit))}`,
    ),
  );
}

function describeLeftOut({ because, leftOut, approvals }: ReviewSubject): string {
  if (leftOut.length > 0) return cut(leftOut.map((missing) => `- ${asProse(missing)}`));
  switch (because) {
    case "emergency":
      return "The usual approvals of its risk: an emergency needs those of the emergency only.";
    case "override":
      return approvals.length === 0
        ? "Every approval that it needed."
        : "Every approval that it needed beside those above.";
  }
}

function sayHowToSettle(
  { repository, number, author, commandPrefix }: ReviewSubject,
  webUrl: string,
): string {
  const pull = linkNumber({ repository, webUrl }, number);
  const command = spellAsCode("review", commandPrefix, "<outcome> <notes>");
  return `A change-manager other than ${asCode(`@${author.login}`)} looks at what was done, and at what was left out. Then they comment ${command} on ${pull}, with the outcome ${outcomes}. That closes this issue.`;
}

const outcomes = "`successful`, `failed` or `backed-out`";

/** Before it is due. */
export function renderReminder(subject: ReviewSubject, webUrl: string): IssueComment {
  return {
    marker: "<!-- sluice:review:reminder -->",
    body: `This review is due on ${formatMoment(subject.dueMs, "UTC")}.\n\n${sayHowToSettle(subject, webUrl)}`,
  };
}

/** Once it is late. `holds`: whether normal changes wait for it. */
export function renderOverdue(
  subject: ReviewSubject,
  webUrl: string,
  { holds }: { readonly holds: boolean },
): IssueComment {
  const consequence = holds ? " Normal changes of this repository wait until it is given." : "";
  return {
    marker: "<!-- sluice:review:overdue -->",
    body: `**This review is overdue since ${formatMoment(subject.dueMs, "UTC")}.**${consequence}\n\n${sayHowToSettle(subject, webUrl)}`,
  };
}

/** When somebody closed the issue by hand. `count`: how often that was said before. */
export function renderReopened(
  subject: ReviewSubject,
  webUrl: string,
  count: number,
): IssueComment {
  return {
    marker: `<!-- sluice:review:reopened ${count + 1} -->`,
    body: `Closing this issue does not settle the review: it is open again.\n\n${sayHowToSettle(subject, webUrl)}`,
  };
}

/** Longer notes are cut: the whole stands in the comment that gave them, and in the ledger. */
const longestNotes = 10_000;

/** How the review turned out. */
export function renderSettled({ by, atMs, outcome, notes }: ReviewSettlement): IssueComment {
  const lines = clipped(notes, longestNotes)
    .split("\n")
    .map((line) => (line.trim() === "" ? ">" : `> ${asProse(line)}`));
  return {
    marker: "<!-- sluice:review:done -->",
    body: `**${capitalised(nameOutcome(outcome))}**, says ${asCode(`@${by.login}`)} on ${formatMoment(atMs, "UTC")}:\n\n${lines.join("\n")}`,
  };
}

function nameCause(because: ReviewSubject["because"]): string {
  return because === "emergency" ? "an emergency" : "an override";
}

function nameOutcome(outcome: ReviewOutcome): string {
  return outcome === "backed-out" ? "backed out" : outcome;
}

function cut(items: readonly string[]): string {
  const left = items.length - mostListed;
  return [...items.slice(0, mostListed), ...(left > 0 ? [`- and ${left} more`] : [])].join("\n");
}
