import { type CommitRange, collectChanges } from "#core/change-set/collect-changes.ts";
import {
  namesOfChange,
  type ShippedName,
  significantCommits,
} from "#core/change-set/find-shipped.ts";
import type { MergedChange } from "#core/change-set/merged-change.ts";
import type { RepositoryName } from "#core/key.ts";
import type { SettledBaseline } from "#core/release/choose-baseline.ts";
import { findRecordedNames } from "#core/release/find-recorded-names.ts";
import type { ObservedRelease } from "#core/release/observed-release.ts";
import { findOtherReleases } from "#core/release/other-releases.ts";
import type { ReleaseToObserve } from "./observe-release.ts";
import { readParted } from "./read-parted.ts";
import type { ReleasePorts } from "./release-ports.ts";

/** A release, and how far its baseline lies beside its line. */
type Spread = {
  readonly range: CommitRange;
  /** What is on record of its pull requests. */
  readonly merged: readonly MergedChange[];
  readonly baseline: SettledBaseline;
  /** How many commits the baseline has that the release has not. */
  readonly behind: number;
};

/** What other lines have, as far as it can be told: the baseline's by GitHub, others by the record of their drafts. Calls: those of {@link readParted}. */
export async function readOtherLines(
  ports: Pick<ReleasePorts, "github" | "releaseRecords" | "releasedChanges">,
  release: ReleaseToObserve,
  spread: Spread,
): Promise<Pick<ObservedRelease, "onlyInBaseline" | "elsewhere" | "patchIds">> {
  const parted = await readParted(ports, release, spread);
  const merged = [...spread.merged, ...parted.merged];
  const ranges = [spread.range, parted.range];
  const patchIds = await findPatchIds(ports.releaseRecords, release.repository, merged, ranges);
  const recorded = await findShippedBefore(ports, release, spread, patchIds);
  return {
    onlyInBaseline: parted.range,
    elsewhere: [...parted.elsewhere, ...recorded],
    patchIds,
  };
}

/** What tells equal patches: the digests of pull requests' diffs, by the commit of each that is one commit. No call. */
async function findPatchIds(
  records: Pick<ReleasePorts["releaseRecords"], "digestsOf">,
  repository: RepositoryName,
  merged: readonly MergedChange[],
  ranges: readonly (CommitRange | null)[],
): Promise<ReadonlyMap<string, string>> {
  const heads = merged.map(({ headSha, pullRequest: { number } }) => ({ number, headSha }));
  const digests = await records.digestsOf(repository, heads);
  const changes = ranges.flatMap((range) => (range === null ? [] : collectChanges(range)));
  return new Map(
    changes.flatMap((change) => {
      const [commit, ...others] = significantCommits(change);
      if (change.kind !== "pull-request" || commit === undefined || others.length > 0) return [];
      const digest = digests.get(change.pullRequest.number);
      return digest === undefined ? [] : [[commit.sha, digest] as const];
    }),
  );
}

/** What of a release earlier releases of other lines had, by the record of their drafts. No call. */
async function findShippedBefore(
  { releasedChanges }: Pick<ReleasePorts, "releasedChanges">,
  { repository, tag, rule }: ReleaseToObserve,
  { range, baseline, behind }: Spread,
  patchIds: ReadonlyMap<string, string>,
): Promise<readonly ShippedName[]> {
  const names = collectChanges(range).flatMap((change) => namesOfChange(change, patchIds));
  const found = await releasedChanges.named(
    repository,
    tag.name,
    names.map(({ name }) => name),
  );
  if (found.length === 0) return [];
  const releases = await releasedChanges.inOrder(repository);
  const tags = releases
    .filter((one) => rule.covers(one.tag))
    .map((one) => ({ name: one.tag, commitSha: "", annotation: null }));
  const order = findOtherReleases(tag, tags, rule.prerelease).map(({ name }) => name);
  return findRecordedNames(found, releases, {
    tag: tag.name,
    ancestorTag: baseline.kind === "chosen" && behind === 0 ? baseline.tag.name : null,
    shas: new Set(range.commits.map(({ sha }) => sha)),
    order,
  });
}
