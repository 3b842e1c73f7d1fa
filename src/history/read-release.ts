import type { MergedPullRequest, RangeCommit } from "#core/change-set/change-set.ts";
import { type CommitRange, collectChanges } from "#core/change-set/collect-changes.ts";
import { shaToCompare } from "#core/change-set/find-shipped.ts";
import { namePullRequests } from "#core/change-set/name-pull-requests.ts";
import type { AccountBook } from "#core/history/people.ts";
import {
  type BaselineChoice,
  chooseBaseline,
  chooseNearestAncestor,
  type SettledBaseline,
} from "#core/release/choose-baseline.ts";
import type { ReleaseRule } from "#core/release/find-release-rule.ts";
import type { ObservedRelease } from "#core/release/observed-release.ts";
import { findOtherReleases } from "#core/release/other-releases.ts";
import type { Tag } from "#core/release/tag.ts";
import { GitFailure, type GitRepository, readGit } from "./git.ts";
import type { OpenRepository } from "./open-repository.ts";
import { readAuthors } from "./read-authors.ts";
import { type Commit, readCommits } from "./read-commits.ts";
import { readElsewhere } from "./read-elsewhere.ts";
import { readPatchIds } from "./read-patch-ids.ts";
import { type ReleaseReading, readReleaseDiffs } from "./read-release-diffs.ts";
import { findNearestTag, type LocalTag, readAnnotation } from "./read-tags.ts";

/**
 * A release as a local history shows it: what its commits say, their diffs, and what other lines had before. Approvals and
 * deployments are not known here, and pull requests only by the numbers in messages.
 *
 * When the signal aborts, what was read by then: not to be shown.
 */
export async function readRelease(
  repository: OpenRepository,
  { tag: found, tags }: { readonly tag: LocalTag; readonly tags: readonly LocalTag[] },
  { rule, ...reading }: ReleaseReading & { readonly rule: ReleaseRule },
): Promise<ObservedRelease> {
  const annotation = await readAnnotation(repository, found.name);
  const tag = { ...found, annotation };
  const ofRule = tags.filter(({ name }) => rule.covers(name));
  const baseline = await settle(repository, tag, chooseBaseline(tag, ofRule, rule.prerelease));
  const baselineSha = baseline.kind === "chosen" ? baseline.tag.commitSha : null;
  const span = { headSha: tag.commitSha, baselineSha };
  const revisions = baselineSha === null ? tag.commitSha : `${baselineSha}..${tag.commitSha}`;
  const others = findOtherReleases(tag, ofRule, rule.prerelease).filter(
    ({ taggedAtMs }) => taggedAtMs <= found.taggedAtMs,
  );
  // The past first: whoever is known from it, on any line, keeps the name that it gives them.
  const past = others.map(({ commitSha }) => commitSha);
  const earlier =
    baselineSha === null
      ? new Set()
      : await readAuthors(repository, [baselineSha, ...past], reading.people);
  const commits = await readCommits(repository, revisions, reading.signal);
  const { range, levels } = await readChanges(repository, { ...span, revisions, commits }, reading);
  const elsewhere = await readElsewhere(repository, tag.commitSha, others);
  const baselineIsAncestor =
    baselineSha === null || (await isAncestor(repository, baselineSha, tag));
  const onlyInBaseline =
    baselineIsAncestor || baselineSha === null
      ? null
      : await readOnlyInBaseline(repository, { baselineSha, tag }, reading);
  const ours = range.commits.map(({ sha, message }) => ({ sha, message, version: tag.name }));
  const toCompare = new Set([
    ...shaToCompare(collectChanges(range), elsewhere),
    ...(onlyInBaseline === null ? [] : shaToCompare(collectChanges(onlyInBaseline), ours)),
  ]);
  return {
    tag,
    movedFromSha: null,
    prerelease: rule.prerelease,
    baseline,
    baselineIsAncestor,
    onlyInBaseline,
    component: rule.component,
    range,
    elsewhere,
    patchIds: await readPatchIds(repository, [...toCompare]),
    changedFiles: rule.component?.paths == null ? await countChangedFiles(repository, span) : null,
    evidence: { kind: "none", levels },
    newcomers: new Set(
      range.commits.flatMap(({ author }) =>
        author.account === null || earlier.has(author.account.id) ? [] : [author.account.id],
      ),
    ),
    rollbacks: null,
  };
}

async function settle(
  repository: GitRepository,
  tag: LocalTag,
  choice: BaselineChoice,
): Promise<SettledBaseline> {
  if (choice.kind !== "ask-nearest-ancestor") return choice;
  const nearest = await findNearestTag(repository, tag.commitSha, choice.among);
  return chooseNearestAncestor(nearest, choice.warning);
}

/** The range's commits with what they touch, the pull requests that they name, and the risk of each change. */
async function readChanges(
  repository: OpenRepository,
  span: {
    readonly headSha: string;
    readonly revisions: string;
    readonly commits: ReadonlyMap<string, Commit>;
  },
  reading: ReleaseReading,
) {
  const { headSha } = span;
  const bare = [...span.commits.values()].map((commit) => toRangeCommit(commit, reading.people));
  const named = namePullRequests(bare, headSha);
  const changes = collectChanges({ headSha, commits: bare, pullRequests: named });
  const { paths, levels } = await readReleaseDiffs(repository, { ...span, changes }, reading);
  const pathsOf = (sha: string) => paths.get(sha) ?? null;
  const commits = bare.map((one): RangeCommit => ({ ...one, paths: pathsOf(one.sha) }));
  const pullRequests = named.map(
    (one): MergedPullRequest => ({ ...one, paths: pathsOf(one.mergeCommitSha) }),
  );
  return { range: { headSha, commits, pullRequests }, levels };
}

async function readOnlyInBaseline(
  repository: OpenRepository,
  { baselineSha, tag }: { readonly baselineSha: string; readonly tag: Tag },
  reading: ReleaseReading,
): Promise<CommitRange> {
  const revisions = `${tag.commitSha}..${baselineSha}`;
  const commits = await readCommits(repository, revisions, reading.signal);
  const span = { headSha: baselineSha, revisions, commits };
  const { range } = await readChanges(repository, span, { ...reading, onCommit: () => {} });
  return range;
}

function toRangeCommit(commit: Commit, people: AccountBook): RangeCommit {
  const { sha, parents, message } = commit;
  const { name, email } = commit.author;
  return {
    sha,
    parents,
    message,
    author: { name, email, account: people.accountOf(name, email) },
    paths: null,
  };
}

async function isAncestor(
  repository: GitRepository,
  baselineSha: string,
  tag: LocalTag,
): Promise<boolean> {
  const args = ["rev-list", "--count", "--max-count=1", `${tag.commitSha}..${baselineSha}`, "--"];
  return (await readGit(repository, args)) === "0";
}

/** Files that the tag's side changed since the two parted, as GitHub's comparison counts them; null for a first release. */
async function countChangedFiles(
  repository: GitRepository,
  { headSha, baselineSha }: { readonly headSha: string; readonly baselineSha: string | null },
): Promise<number | null> {
  if (baselineSha === null) return null;
  const args = ["diff", "--name-only", "-z", "--find-renames", "--no-ext-diff"];
  try {
    const names = await readGit(repository, [...args, `${baselineSha}...${headSha}`, "--"]);
    return names.split("\0").length - 1;
  } catch (error) {
    // Two histories without a common beginning.
    if (error instanceof GitFailure) return null;
    throw error;
  }
}
