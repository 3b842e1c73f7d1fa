import { formatRepository } from "#core/key.ts";
import type { EntryDraft } from "#core/ledger/entry.ts";
import { wellFormed } from "#core/ledger/json.ts";
import type { ReviewSettlement, ReviewSubject } from "./review.ts";

/** A review as the ledger holds that it is owed (`review.owed`): why, since when, until when, and what was left out. */
export function summariseOwed(subject: ReviewSubject): Omit<EntryDraft, "at"> {
  const { because, declared, branch, sha, mergedBy, mergedAtMs, approvals, leftOut, dueMs } =
    subject;
  return {
    kind: "review.owed",
    subject: subjectOf(subject),
    data: wellFormed({
      because,
      declared,
      branch,
      commit: sha,
      mergedBy: mergedBy && { id: mergedBy.id, login: mergedBy.login },
      mergedAt: new Date(mergedAtMs).toISOString(),
      approvals,
      leftOut,
      due: new Date(dueMs).toISOString(),
    }),
  };
}

/** That it was not given in time (`review.overdue`). */
export function summariseOverdue(subject: ReviewSubject): Omit<EntryDraft, "at"> {
  const due = new Date(subject.dueMs).toISOString();
  return { kind: "review.overdue", subject: subjectOf(subject), data: { due } };
}

/** How it turned out, by whom (`review.done`). */
export function summariseDone(
  subject: ReviewSubject,
  { by, atMs, outcome, notes }: ReviewSettlement,
): Omit<EntryDraft, "at"> {
  return {
    kind: "review.done",
    subject: subjectOf(subject),
    actor: { id: by.id, login: by.login, kind: by.kind },
    data: wellFormed({
      because: subject.because,
      outcome,
      notes,
      given: new Date(atMs).toISOString(),
      overdue: atMs > subject.dueMs,
    }),
  };
}

function subjectOf({ repository, number }: ReviewSubject): string {
  return `${formatRepository(repository)}#${number}`;
}
