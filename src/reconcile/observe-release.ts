import type { MergedPullRequest, RangeCommit } from "#core/change-set/change-set.ts";
import { type AssociatedCommits, claimCommits } from "#core/change-set/claim-commits.ts";
import { type CommitRange, collectChanges } from "#core/change-set/collect-changes.ts";
import type { MergedChange } from "#core/change-set/merged-change.ts";
import type { Deployment } from "#core/gate/deployment-log.ts";
import type { RepositoryName } from "#core/key.ts";
import { chainStart } from "#core/ledger/entry.ts";
import { controlsBranch } from "#core/policy/controls-branch.ts";
import type { SettledBaseline } from "#core/release/choose-baseline.ts";
import { findContributing } from "#core/release/find-contributing.ts";
import type { ReleaseRule } from "#core/release/find-release-rule.ts";
import { findRollbacks, namedEnvironments } from "#core/release/find-rollbacks.ts";
import type { ObservedRelease, RollbackTarget } from "#core/release/observed-release.ts";
import { ReleaseRefused } from "#core/release/release-refused.ts";
import type { Tag } from "#core/release/tag.ts";
import { readHowLetIn } from "./read-how-let-in.ts";
import { readOtherLines } from "./read-other-lines.ts";
import { withPaths } from "./read-paths.ts";
import type { ReleasePorts, ReleasesAtGitHub, TagAtGitHub } from "./release-ports.ts";
import { settleBaseline } from "./settle-baseline.ts";

type ObservePorts = Pick<ReleasePorts, "github" | "releaseRecords" | "releasedChanges" | "reviews">;

/** What is to be released: a tag that is there, and what is known of it already. */
export type ReleaseToObserve = {
  readonly installationId: number;
  readonly repository: RepositoryName;
  readonly found: TagAtGitHub;
  readonly tag: Tag;
  readonly rule: ReleaseRule;
  readonly movedFromSha: string | null;
};

/** 10,000 commits. */
const mostPages = 100;

/**
 * Everything that the notes of a release need. Calls: those of {@link settleBaseline}, one for 100 commits, one for each 100 commits of
 * which no pull request is on record, and one for the deployments where policies name environments. Where lines have parted, those of
 * {@link readOtherLines}. A component's release takes one more for each commit of which it is not on record what it touches.
 *
 * The ledger's head stays open: the notes name the entry that they get themselves.
 *
 * @throws ReleaseRefused when there are more than 10,000 commits since the baseline
 */
export async function observeRelease(
  ports: ObservePorts,
  release: ReleaseToObserve,
  nowMs: number,
): Promise<{
  readonly observed: ObservedRelease;
  /** What notes show of how each pull request was let in, see `core/release/release-contents.ts`. */
  readonly shown: ReadonlyMap<number, string>;
}> {
  const { github, releaseRecords } = ports;
  const { repository, tag, rule, movedFromSha } = release;
  const [{ commits, ...read }, deployments] = await Promise.all([
    settleBaseline(github, release).then((baseline) => readSince(github, release, baseline)),
    readDeployments(github, release),
  ]);
  const named = await namePullRequests({ github, releaseRecords }, release, commits);
  const isComponent = rule.component?.paths != null;
  const range = isComponent ? await withPaths(github, release, named.range) : named.range;
  const how = await readHowLetIn(ports, repository, named.merged, nowMs);
  const { behind, changedFiles } = read;
  const spread = { range, merged: named.merged, baseline: read.baseline, behind };
  const shas = commits.map(({ sha }) => sha);
  const issues = await releaseRecords.issuesAbout(repository, shas);
  const observed: ObservedRelease = {
    tag,
    movedFromSha,
    prerelease: rule.prerelease,
    baseline: read.baseline,
    baselineIsAncestor: behind === 0,
    component: rule.component,
    range,
    ...(await readOtherLines(ports, release, spread)),
    changedFiles: isComponent ? null : changedFiles,
    evidence: {
      kind: "ledger",
      head: chainStart,
      changes: how.changes,
      issues: new Map([...issues, ...how.issues]),
    },
    newcomers: await releaseRecords.firstTimers(repository, findContributing(range), {
      shas: new Set(shas),
      numbers: new Set(range.pullRequests.map(({ number }) => number)),
    }),
    rollbacks: deployments && rollbacksOf(release, range, read.baseline, deployments),
  };
  return { observed, shown: how.shown };
}

/** Null where no policy names an environment. */
async function readDeployments(
  github: ReleasesAtGitHub,
  { installationId, repository, found }: ReleaseToObserve,
): Promise<readonly Deployment[] | null> {
  const environments = namedEnvironments(found.policies);
  if (environments.length === 0) return null;
  return github.readDeployments(installationId, repository, environments);
}

function rollbacksOf(
  { found, tag }: ReleaseToObserve,
  range: CommitRange,
  baseline: SettledBaseline,
  deployments: readonly Deployment[],
): readonly RollbackTarget[] {
  const names = found.newestTags.flatMap((one) =>
    one.commitSha === null || one.tag === tag.name ? [] : [[one.commitSha, one.tag] as const],
  );
  const tags = new Map([...names, [tag.commitSha, tag.name] as const]);
  const baselineSha = baseline.kind === "chosen" ? baseline.tag.commitSha : null;
  return findRollbacks(namedEnvironments(found.policies), deployments, {
    range,
    baselineSha,
    tags,
  });
}

/** The commits since the baseline; of a first release all that the tag reaches. */
async function readSince(
  github: ReleasePorts["github"],
  { installationId, repository, tag }: ReleaseToObserve,
  baseline: SettledBaseline,
) {
  if (baseline.kind === "first-release") {
    const options = { mostPages };
    const read = await github.readCommits(installationId, repository, tag.commitSha, options);
    const { commits, complete } = read;
    const cut = `It has more than ${commits.length} commits: only the newest are listed.`;
    const warning = complete ? baseline.warning : cut;
    const told = { ...baseline, warning };
    return { commits, baseline: told, behind: 0, changedFiles: null };
  }
  const range = { baseSha: baseline.tag.commitSha, headSha: tag.commitSha };
  const read = await github.readRange(installationId, repository, range, mostPages);
  if (read === null) {
    throw new ReleaseRefused(
      `${tag.name} and its baseline ${baseline.tag.name} have no common history. Name another baseline in the tag's annotation.`,
    );
  }
  if (read.commits.length < read.total) {
    throw new ReleaseRefused(
      `${tag.name} has ${read.total} commits that ${baseline.tag.name} has not: too many for notes. Name a nearer baseline in the tag's annotation.`,
    );
  }
  const { commits, behind, changedFiles } = read;
  return { commits, baseline, behind, changedFiles };
}

/** The range with the pull requests behind it: by our records first; GitHub is asked about what they don't explain. */
async function namePullRequests(
  { github, releaseRecords }: Pick<ReleasePorts, "github" | "releaseRecords">,
  { installationId, repository, tag, found }: ReleaseToObserve,
  commits: readonly RangeCommit[],
): Promise<{ readonly range: CommitRange; readonly merged: readonly MergedChange[] }> {
  const headSha = tag.commitSha;
  const isInto = controlledIn(found);
  const shas = commits.map(({ sha }) => sha);
  const merged = (await releaseRecords.mergedWith(repository, shas)).filter(({ branch }) =>
    isInto(branch),
  );
  const pullRequests = merged.map(({ pullRequest }) => pullRequest);
  const known = { headSha, commits, pullRequests };
  const unexplained = collectChanges(known).flatMap((change) =>
    change.kind === "direct-push" ? [change.commit.sha] : [],
  );
  if (unexplained.length === 0) return { range: known, merged };
  const asked = await github.associatedPullRequests(installationId, repository, unexplained);
  const claims = claimCommits({ commits, ...asked }, isInto);
  const numbers = claims.pullRequests.map(({ number }) => number);
  const recorded = await releaseRecords.numbered(repository, numbers);
  const all = new Map([...recorded, ...merged].map((one) => [one.pullRequest.number, one]));
  return {
    range: {
      ...known,
      pullRequests: [...pullRequests, ...withRecords(claims, all, new Set(pullRequests))],
      associated: claims.associated,
    },
    merged: [...all.values()],
  };
}

/** What GitHub told, with what the record knows better: labels and paths. */
function withRecords(
  { pullRequests }: Pick<AssociatedCommits, "pullRequests">,
  recorded: ReadonlyMap<number, MergedChange>,
  known: ReadonlySet<MergedPullRequest>,
): readonly MergedPullRequest[] {
  const numbers = new Set([...known].map(({ number }) => number));
  return pullRequests
    .filter(({ number }) => !numbers.has(number))
    .map((one) => {
      const record = recorded.get(one.number)?.pullRequest;
      return record === undefined ? one : { ...record, mergeCommitSha: one.mergeCommitSha };
    });
}

/** The branches that any policy controls: pull requests into others came further with another one. */
function controlledIn({ policies, defaultBranch }: TagAtGitHub): (branch: string) => boolean {
  return (branch) =>
    policies.some(
      ({ content }) =>
        content.kind === "valid" && controlsBranch(content.policy, branch, defaultBranch),
    );
}
