import { findInvolvements } from "#core/approval/segregation.ts";
import { findStandings } from "#core/approval/standings.ts";
import type { MergedChange, MergedDecision } from "#core/change-set/merged-change.ts";
import { findDeclared } from "#core/command/declared.ts";
import { findGaps } from "#core/risk/facts-completeness.ts";
import type { ChangeDecision } from "./change-decision.ts";
import { namesOf } from "./file-names.ts";
import type { ObservedChange } from "./observed-change.ts";

/** How a change was merged; `sha` is null where GitHub does not know the merge commit any more. */
type Merge = {
  readonly sha: string | null;
  readonly atMs: number;
  /** When GitHub last changed the pull request, ISO 8601. */
  readonly updatedAt: string;
};

/** What gates and release drafts know of a change from now on. */
export function asMerged(
  observed: ObservedChange,
  merge: Merge,
  decision: MergedDecision | null,
): MergedChange {
  const { repository, number, headSha, facts, recorded, lastPusher } = observed;
  const { overrides, emergency } = findDeclared(recorded.commands, headSha);
  const exceptions = [
    ...(emergency === null ? [] : [{ kind: "emergency" as const, ...emergency }]),
    ...overrides.map((override) => ({ kind: "override" as const, ...override })),
  ];
  return {
    repository,
    branch: facts.baseBranch,
    pullRequest: {
      number,
      title: facts.title,
      author: facts.author,
      labels: facts.labels,
      mergeCommitSha: merge.sha ?? headSha,
      paths: findGaps(facts).length === 0 ? [...new Set(facts.files.flatMap(namesOf))] : null,
    },
    headSha,
    mergedAtMs: merge.atMs,
    updatedAt: merge.updatedAt,
    decision,
    approvals: findStandings(observed).flatMap(({ account, state, commitSha }) =>
      state === "approved" ? [{ by: account, commitSha: commitSha ?? headSha }] : [],
    ),
    exceptions: exceptions.map(({ kind, by, reason }) => ({ kind, by, reason: reason ?? "" })),
    involved: findInvolvements(observed).map(({ account }) => account),
    pusherKnown: lastPusher !== null,
  };
}

/** As much of a decision as is asked later. */
export function asMergedDecision({
  verdict,
  type,
  level,
  mode,
  reasons,
}: ChangeDecision): MergedDecision {
  return {
    ...{ verdict, type, level, mode },
    reasons: reasons.map(({ missing, whoCanResolve }) => ({ missing, whoCanResolve })),
  };
}
