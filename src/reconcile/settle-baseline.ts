import type { RangeCommit } from "#core/change-set/change-set.ts";
import { RetryLater } from "#core/errors.ts";
import {
  type BaselineChoice,
  chooseBaseline,
  chooseNearestAncestor,
  type SettledBaseline,
} from "#core/release/choose-baseline.ts";
import type { Tag } from "#core/release/tag.ts";
import type { ReleaseToObserve } from "./observe-release.ts";
import type { ReleasesAtGitHub, TagReference } from "./release-ports.ts";

/** Where no version tells the baseline, so far back it is looked for: 1,000 commits. */
const mostPagesOfSearch = 10;

/**
 * What the release is compared with. Calls: none where the repository has at most 100 tags; else one for all of them, and one for the
 * baseline's commit where it is an annotated tag older than those; a name without a version takes one for each 100 commits that are looked
 * through.
 */
export async function settleBaseline(
  github: ReleasesAtGitHub,
  release: ReleaseToObserve,
): Promise<SettledBaseline> {
  const { installationId, repository, found, tag, rule } = release;
  const all = found.areAllTags
    ? found.newestTags
    : withCommits(await github.listTags(installationId, repository), found.newestTags);
  const tags = all.filter((one) => rule.covers(one.tag)).map(toTag);
  const choice = chooseBaseline(tag, tags, rule.prerelease);
  if (choice.kind === "ask-nearest-ancestor") return findNearest(github, release, choice);
  if (choice.kind === "first-release") return choice;
  const reference = all.find((one) => one.tag === choice.tag.name);
  if (reference === undefined || reference.commitSha !== null) return choice;
  const peeled = await github.readTag(installationId, repository, choice.tag.name);
  if (peeled?.tag == null) throw new RetryLater("A tag was deleted while it was looked at.");
  return { ...choice, tag: peeled.tag };
}

/** The list of all tags does not tell the commits of annotated ones. */
function withCommits(
  all: readonly TagReference[],
  newest: readonly TagReference[],
): readonly TagReference[] {
  const commits = new Map(newest.map((one) => [one.targetSha, one.commitSha]));
  return all.map((one) => ({
    ...one,
    commitSha: one.commitSha ?? commits.get(one.targetSha) ?? null,
  }));
}

function toTag({ tag, targetSha, commitSha }: TagReference): Tag {
  return { name: tag, commitSha: commitSha ?? targetSha, annotation: null };
}

async function findNearest(
  github: ReleasesAtGitHub,
  { installationId, repository, tag }: ReleaseToObserve,
  { among, warning }: Extract<BaselineChoice, { kind: "ask-nearest-ancestor" }>,
): Promise<SettledBaseline> {
  if (among.length === 0) return chooseNearestAncestor(null, warning);
  const tagOf = new Map(among.map((one) => [one.commitSha, one]));
  const options = { mostPages: mostPagesOfSearch, isLast: (sha: string) => tagOf.has(sha) };
  const { commits } = await github.readCommits(installationId, repository, tag.commitSha, options);
  const onMainline = mainlineOf(commits, tag.commitSha).find((sha) => tagOf.has(sha));
  const nearest = onMainline ?? commits.find(({ sha }) => tagOf.has(sha))?.sha;
  return chooseNearestAncestor(tagOf.get(nearest ?? "") ?? null, warning);
}

/** A commit and its first parents, as far as they are known. */
function mainlineOf(commits: readonly RangeCommit[], headSha: string): readonly string[] {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const mainline: string[] = [];
  for (let at = bySha.get(headSha); at !== undefined; at = bySha.get(at.parents[0] ?? "")) {
    mainline.push(at.sha);
  }
  return mainline;
}
