import type { RangeCommit, SetChange } from "#core/change-set/change-set.ts";
import { type AssociatedCommits, claimCommits } from "#core/change-set/claim-commits.ts";
import { collectChanges } from "#core/change-set/collect-changes.ts";
import type { MergedChange } from "#core/change-set/merged-change.ts";
import { RetryLater } from "#core/errors.ts";
import type { GateChange } from "#core/gate/observed-gate.ts";
import type { RepositoryName } from "#core/key.ts";
import { controlsBranch } from "#core/policy/controls-branch.ts";
import type { GatePorts } from "./gate-ports.ts";
import { judgeMerged, type MergedChangeStore } from "./judge-merged.ts";
import type { Site } from "./observe-site.ts";
import { readPushes } from "./read-pushes.ts";

/** Of those that nobody knew, so many are judged at one look; the others at the next. */
const mostUnknown = 30;

/** Of those that lack an approval, so many are looked at anew: an event that told of it may be lost. */
const mostUnapproved = 10;

/** The changes of a set, and what is known of the merged ones among them, by number. */
export type ReadSet = {
  readonly changes: readonly GateChange[];
  readonly merged: ReadonlyMap<number, MergedChange>;
};

/**
 * The changes that some commits make up, each with what was decided of it. Costs nothing where all were merged under our eyes and approved;
 * else a call for 50 commits that no known change brought, and some four for each pull request that has to be judged.
 *
 * @throws RetryLater when more are unknown than are judged at one look
 */
export async function readChangeSet(
  ports: GatePorts,
  site: Site,
  range: {
    readonly headSha: string;
    readonly commits: readonly RangeCommit[];
    /** Whether it counts what direct pushes touch. */
    readonly byComponent: boolean;
  },
  nowMs: number,
): Promise<ReadSet> {
  const { repository } = site;
  const isInto = branchesOf(site);
  const shas = range.commits.map(({ sha }) => sha);
  const noted = await ports.mergedChanges.mergedWith(repository, shas);
  const found = await collect(ports, site, range, noted, isInto);
  const numbers = numbersOf(found);
  const merged = new Map(
    (await ports.mergedChanges.numbered(repository, numbers)).map((one) => [
      one.pullRequest.number,
      one,
    ]),
  );
  const isUnknown = numbers.some((number) => !merged.has(number));
  const moved = site.isLast ? await findMoved(ports, site, merged) : [];
  await judgeAnew(ports, site, { numbers, moved }, merged, nowMs);
  // With which commit an unknown one was merged is known only now.
  const changes = isUnknown
    ? await collect(ports, site, range, [...merged.values()], isInto)
    : found;
  const pushes = await readPushes(ports, site, changes, { withPaths: range.byComponent });
  const asGateChange = (change: SetChange): GateChange => {
    if (change.kind === "direct-push") {
      const { pusher = null, paths = null } = pushes.get(change.commit.sha) ?? {};
      const involved = pusher === null ? [] : [pusher];
      const pushed = { ...change, commit: { ...change.commit, paths } };
      return { change: pushed, decision: null, involved, pusherKnown: pusher !== null };
    }
    const known = merged.get(change.pullRequest.number);
    if (known === undefined) return { change, decision: null, involved: [], pusherKnown: false };
    const { decision, involved, pusherKnown, pullRequest } = known;
    return { change: { ...change, pullRequest }, decision, involved, pusherKnown };
  };
  return { changes: changes.map(asGateChange), merged };
}

function numbersOf(changes: readonly SetChange[]): readonly number[] {
  return changes.flatMap((change) =>
    change.kind === "pull-request" ? [change.pullRequest.number] : [],
  );
}

/** Which branches' pull requests count: commits of others belong to the pull request that brought them further. */
function branchesOf({ policies, defaultBranch }: Site): (branch: string) => boolean {
  return (branch) =>
    policies.some(({ content }) =>
      content.kind === "valid"
        ? controlsBranch(content.policy, branch, defaultBranch)
        : branch === defaultBranch,
    );
}

/** First by merge commits that are known, then by what GitHub associates with the rest. */
async function collect(
  ports: GatePorts,
  { installationId, repository }: Site,
  range: { readonly headSha: string; readonly commits: readonly RangeCommit[] },
  noted: readonly MergedChange[],
  isInto: (branch: string) => boolean,
): Promise<readonly SetChange[]> {
  const pullRequests = noted
    .filter(({ branch }) => isInto(branch))
    .map(({ pullRequest }) => pullRequest);
  const changes = collectChanges({ ...range, pullRequests });
  const unowned = changes.flatMap((change) =>
    change.kind === "direct-push" ? [change.commit.sha] : [],
  );
  if (unowned.length === 0) return changes;
  const { github, mergedChanges } = ports;
  const told = await github.associatedPullRequests(installationId, repository, unowned);
  const found = await withNoted(mergedChanges, repository, told);
  // With what the known ones own already, so that none claims more commits than it has.
  const owned = changes.flatMap((change) =>
    change.kind === "pull-request"
      ? change.commits.map(({ sha }) => [sha, [change.pullRequest.number]] as const)
      : [],
  );
  const associated = new Map([...owned, ...found.associated]);
  const claimed = claimCommits({ ...found, associated, commits: range.commits }, isInto);
  const others = claimed.pullRequests.filter(
    ({ number }) => !pullRequests.some((known) => known.number === number),
  );
  return collectChanges({
    ...range,
    pullRequests: [...pullRequests, ...others],
    associated: claimed.associated,
  });
}

/** What is known of how pull requests were merged is more certain than what GitHub tells with a commit. */
async function withNoted(
  mergedChanges: MergedChangeStore,
  repository: RepositoryName,
  { pullRequests, associated }: Pick<AssociatedCommits, "pullRequests" | "associated">,
): Promise<Pick<AssociatedCommits, "pullRequests" | "associated">> {
  const numbers = pullRequests.map(({ number }) => number);
  const noted = await mergedChanges.numbered(repository, numbers);
  const byNumber = new Map(noted.map((one) => [one.pullRequest.number, one]));
  return {
    associated,
    pullRequests: pullRequests.map((one) => {
      const known = byNumber.get(one.number);
      if (known === undefined) return one;
      const { mergeCommitSha } = known.pullRequest;
      return { ...one, mergeCommitSha, mergedByGitHub: mergeCommitSha !== known.headSha };
    }),
  };
}

/** The pull requests that GitHub has changed since they were noted: an event may still be on its way. */
async function findMoved(
  { github }: GatePorts,
  { installationId, repository }: Site,
  merged: ReadonlyMap<number, MergedChange>,
): Promise<readonly number[]> {
  const numbers = [...merged.keys()];
  if (numbers.length === 0) return [];
  const updates = await github.readUpdates(installationId, repository, numbers);
  return numbers.filter((number) => updates.get(number) !== merged.get(number)?.updatedAt);
}

/** Judges the pull requests of which nothing is known or that moved, and looks again at those that were not approved. */
async function judgeAnew(
  ports: GatePorts,
  { installationId, repository }: Site,
  { numbers, moved }: { readonly numbers: readonly number[]; readonly moved: readonly number[] },
  merged: Map<number, MergedChange>,
  nowMs: number,
): Promise<void> {
  const unknown = numbers.filter((number) => !merged.has(number) || moved.includes(number));
  const unapproved = numbers.filter((number) => {
    const known = merged.get(number);
    return known?.decision?.verdict !== "approved" && !unknown.includes(number);
  });
  const asked = [...unknown.slice(0, mostUnknown), ...unapproved.slice(0, mostUnapproved)];
  const judged = await Promise.all(
    asked.map((number) => judgeMerged(ports, installationId, repository, number, nowMs)),
  );
  for (const one of judged) if (one !== null) merged.set(one.pullRequest.number, one);
  if (unknown.length > mostUnknown) {
    throw new RetryLater("More of the deployment's pull requests are still to be read.");
  }
}
