import { type JsonValue, wellFormed } from "#core/ledger/json.ts";
import type { ReleaseDecision } from "./release-decision.ts";

/** A release as its ledger entry (`release.drafted`) holds it: what it is compared with, what it brings, and a digest of its notes. */
export function summariseRelease(decision: ReleaseDecision, notesDigest: string): JsonValue {
  const { tag, baseline, component, movedFromSha, sections, shipped, unapproved } = decision;
  const changes = sections.flatMap((section) => section.changes);
  const numbers = changes.flatMap(({ change }) =>
    change.kind === "pull-request" ? [change.pullRequest.number] : [],
  );
  return wellFormed({
    tag: tag.name,
    commit: tag.commitSha,
    ...(movedFromSha !== null && { movedFrom: movedFromSha }),
    baseline:
      baseline.kind === "chosen"
        ? { tag: baseline.tag.name, commit: baseline.tag.commitSha, rule: baseline.rule }
        : null,
    component: component?.name ?? null,
    changes: changes.length,
    pullRequests: numbers,
    shippedBefore: shipped.length,
    unapproved: unapproved.length,
    notes: notesDigest,
  });
}
