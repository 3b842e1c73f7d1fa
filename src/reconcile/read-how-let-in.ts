import type { MergedChange } from "#core/change-set/merged-change.ts";
import type { RepositoryName } from "#core/key.ts";
import type { ChangeEvidence } from "#core/release/observed-release.ts";
import { digestShown } from "#core/release/release-contents.ts";
import { evidenceOf } from "#core/release/release-evidence.ts";
import type { ReleasePorts } from "./release-ports.ts";

/** How pull requests were let in, by their numbers. */
type HowLetIn = {
  readonly changes: ReadonlyMap<number, ChangeEvidence>;
  /** Issues about unauthorised changes, by the commit with which a branch received them. */
  readonly issues: ReadonlyMap<string, number>;
  /** What notes show of it, see {@link digestShown}. */
  readonly shown: ReadonlyMap<number, string>;
};

/** How merged changes were let in, by what is on record of them now. No call. */
export async function readHowLetIn(
  { reviews, releaseRecords }: Pick<ReleasePorts, "reviews" | "releaseRecords">,
  repository: RepositoryName,
  merged: readonly MergedChange[],
  nowMs: number,
): Promise<HowLetIn> {
  // Only what was let in ahead of its review owes one.
  const found = await Promise.all(
    merged
      .filter(({ exceptions }) => exceptions.length > 0)
      .map(({ pullRequest }) => reviews.find(repository, pullRequest.number)),
  );
  const shaOf = new Map(
    merged.map(({ pullRequest }) => [pullRequest.number, pullRequest.mergeCommitSha]),
  );
  const issues = await releaseRecords.issuesAbout(repository, [...shaOf.values()]);
  const ofRecord = found.filter((review) => review !== null);
  const changes = evidenceOf(merged, ofRecord, nowMs);
  const shown = new Map(
    [...changes].map(([number, evidence]) => [
      number,
      digestShown(evidence, issues.get(shaOf.get(number) ?? "") ?? null),
    ]),
  );
  return { changes, issues, shown };
}
