import type { CommitRange } from "#core/change-set/collect-changes.ts";
import type { ShippedCommit } from "#core/change-set/find-shipped.ts";
import type { MergedChange } from "#core/change-set/merged-change.ts";
import { namePullRequests } from "#core/change-set/name-pull-requests.ts";
import type { SettledBaseline } from "#core/release/choose-baseline.ts";
import { findFirstVersions } from "#core/release/find-first-versions.ts";
import { findOtherReleases } from "#core/release/other-releases.ts";
import type { ReleaseToObserve } from "./observe-release.ts";
import type { ReleasePorts } from "./release-ports.ts";

/** 1,000 commits: of a line that went further on its own nothing is read. */
const mostPages = 10;

/** What the line of a baseline went on to hold. */
type Parted = {
  /** Null where lines have not parted, or too far. */
  readonly range: CommitRange | null;
  /** What is on record of the pull requests in it. */
  readonly merged: readonly MergedChange[];
  /** Its commits, each with the first release that had it. */
  readonly elsewhere: readonly ShippedCommit[];
};

const nothing: Parted = { range: null, merged: [], elsewhere: [] };

/**
 * What the baseline has and the release has not. Calls: none where the baseline is an ancestor, as it mostly is; else one for each 100 of these
 * commits. Of pull requests that are not on record the commits' messages tell: nothing is decided by them.
 *
 * @param parted.behind how many commits these are
 */
export async function readParted(
  { github, releaseRecords }: Pick<ReleasePorts, "github" | "releaseRecords">,
  { installationId, repository, found, tag, rule }: ReleaseToObserve,
  { baseline, behind }: { readonly baseline: SettledBaseline; readonly behind: number },
): Promise<Parted> {
  if (baseline.kind === "first-release" || behind === 0) return nothing;
  const headSha = baseline.tag.commitSha;
  const between = { baseSha: tag.commitSha, headSha };
  const read = await github.readRange(installationId, repository, between, mostPages);
  if (read === null || read.commits.length < read.total) return nothing;
  const { commits } = read;
  const shas = commits.map(({ sha }) => sha);
  const merged = await releaseRecords.mergedWith(repository, shas);
  const known = merged.map(({ pullRequest }) => pullRequest);
  const named = namePullRequests(commits, headSha).filter(
    ({ number }) => !known.some((one) => one.number === number),
  );
  const tags = found.newestTags
    .filter((one) => rule.covers(one.tag))
    .map((one) => ({ name: one.tag, commitSha: one.commitSha ?? one.targetSha, annotation: null }));
  const others = tags.filter(({ name }) => name !== baseline.tag.name);
  const releases = findOtherReleases(tag, [...others, baseline.tag], rule.prerelease);
  return {
    range: { headSha, commits, pullRequests: [...named, ...known] },
    merged,
    elsewhere: findFirstVersions(commits, releases),
  };
}
