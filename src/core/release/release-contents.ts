import { namesOfChange } from "#core/change-set/find-shipped.ts";
import { digestJson } from "#core/ledger/entry.ts";
import { type JsonValue, wellFormed } from "#core/ledger/json.ts";
import type { ChangeEvidence, ObservedRelease } from "./observed-release.ts";
import type { ReleaseDecision } from "./release-decision.ts";

/** What a drafted release brings, as it is kept. */
export type ReleaseContents = {
  /** The tag of its baseline, where that is an ancestor; null otherwise. */
  readonly ancestorTag: string | null;
  /** Its pull requests. */
  readonly changes: readonly {
    readonly number: number;
    /** See {@link digestShown}. */
    readonly shown: string;
    /** False where what it brought was reverted before the release. */
    readonly isIn: boolean;
  }[];
  /** By what its commits may be known again in another line. */
  readonly names: readonly { readonly sha: string; readonly name: string }[];
};

/**
 * What is to be kept of a release that is drafted.
 *
 * @param shown what its notes show of each pull request, see {@link digestShown}
 */
export function contentsOf(
  { baseline, baselineIsAncestor, patchIds }: ObservedRelease,
  { sections, shipped, cancelled }: ReleaseDecision,
  shown: ReadonlyMap<number, string>,
): ReleaseContents {
  const isAncestor = baseline.kind === "chosen" && baselineIsAncestor;
  const told = [...sections.flatMap(({ changes }) => changes), ...shipped.map((one) => one.change)];
  const held = told.map(({ change }) => change);
  const reverted = cancelled.flatMap((pair) => [...pair.reverted, pair.by]);
  const changes = [...held, ...reverted].flatMap((change) => {
    if (change.kind === "direct-push") return [];
    const { number } = change.pullRequest;
    return [{ number, shown: shown.get(number) ?? "", isIn: held.includes(change) }];
  });
  return {
    ancestorTag: isAncestor ? baseline.tag.name : null,
    changes,
    names: held.flatMap((change) => namesOfChange(change, patchIds)),
  };
}

/** A digest of what notes show of how a pull request was let in; it changes with approvals, overrides, reviews and the issue about it. */
export function digestShown(
  { decision, approvals, exceptions }: ChangeEvidence,
  issueNumber: number | null,
): string {
  const shown: JsonValue = {
    decision: decision && {
      verdict: decision.verdict,
      type: decision.type,
      level: decision.level,
      mode: decision.mode,
    },
    approvals: approvals.map(({ by, commitSha }) => [by.id, commitSha]),
    exceptions: exceptions.map(({ kind, by, reason, review }) => [
      kind,
      by.id,
      reason,
      // Whether it is overdue depends on the clock: a draft is not written anew for that.
      review.kind === "done" ? [review.outcome, review.by.id] : review.issueNumber,
    ]),
    issueNumber,
  };
  return digestJson(wellFormed(shown));
}
