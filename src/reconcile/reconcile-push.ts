import type { PolicyVersion } from "#core/change/change-decision.ts";
import { findPrefix } from "#core/command/find-prefix.ts";
import { RetryLater } from "#core/errors.ts";
import type { Key } from "#core/key.ts";
import type { Policy } from "#core/policy/schema.ts";
import { branchesHeld } from "#core/unauthorised/branches-held.ts";
import { findDirectCommits, type PushContent } from "#core/unauthorised/find-direct-commits.ts";
import type { UnauthorisedPush } from "#core/unauthorised/unauthorised-change.ts";
import type { AfterMergePorts, BranchControl } from "./after-merge-ports.ts";
import type { HistoryStore, PastAtGitHub } from "./history-ports.ts";
import { type DraftsOfChange, redraftHolding } from "./redraft-releases.ts";
import { rememberPush } from "./remember-merged.ts";
import { finishReport, reportUnauthorised } from "./report-unauthorised.ts";

type PushKey = Extract<Key, { kind: "push" }>;

type PushPorts = AfterMergePorts & {
  readonly releasedChanges: Pick<DraftsOfChange, "draftsHolding">;
  readonly github: PastAtGitHub;
  readonly history: HistoryStore;
};

/**
 * GitHub tells late which pull request a commit belongs to: nobody is accused before a second look, ten seconds after the first. Where GitHub
 * says that it merged, or does not say, the time doubles at each look: some ten minutes in all.
 */
const secondLookAfterMs = 10_000;
const mostLooks = 7;

const noCommit = /^0+$/;

/**
 * Looks at what a push brought to a branch. What no pull request brought to a controlled branch goes on record, and an issue is opened.
 *
 * Calls: none where merges that were judged explain the push, or where the branch is known not to be controlled; else at each of two looks one
 * for the policies and two for the commits, then one for how the branch was moved, and two for the issue.
 *
 * @param turn.attempts failed attempts so far
 */
export async function reconcilePush(
  ports: PushPorts,
  installationId: number,
  key: PushKey,
  turn: { readonly attempts: number; readonly nowMs: number },
): Promise<void> {
  const { repository, branch, beforeSha, headSha } = key;
  if (await ports.merges.explainPush(key)) return;
  if (!ports.github.mayControl(repository, branch)) return;
  const name = { kind: "push", repository, sha: headSha } as const;
  if (await finishReport(ports, installationId, name)) {
    await redraftHolding(ports, installationId, name, turn.nowMs);
    return;
  }
  const isNew = noCommit.test(beforeSha);
  const at = isNew ? headSha : beforeSha;
  const control = await ports.github.readControl(installationId, repository, at);
  if (control === null) return;
  if (branch === control.defaultBranch && !isNew) await rememberPush(ports, installationId, key);
  if (!branchesHeld(control)(branch)) return;

  const range = { beforeSha: isNew ? control.defaultBranch : beforeSha, headSha };
  const content = await ports.github.readPushed(installationId, repository, range);
  if (content !== null) await markUnjudged(ports, installationId, key, content, turn.nowMs);
  const push = await findUnauthorised(ports, installationId, key, { control, content });
  if (push === null) return;
  const how = await judgeMove(ports, installationId, key, turn.attempts);
  if (how === "unclear") {
    throw new RetryLater(
      "GitHub does not tell yet which pull request brought this.",
      turn.nowMs + secondLookAfterMs * 2 ** turn.attempts,
    );
  }
  if (how === "merged") return;
  await reportUnauthorised(ports, installationId, push);
  await redraftHolding(ports, installationId, name, turn.nowMs);
}

/** Whether GitHub moved the branch by merging a pull request, which is judged by itself. In the end, what is unclear is a push. */
async function judgeMove(
  { github, merges }: PushPorts,
  installationId: number,
  { repository, branch, beforeSha, headSha }: PushKey,
  attempts: number,
): Promise<"pushed" | "merged" | "unclear"> {
  if (attempts === 0) return "unclear";
  const tip = { repository, branch, sha: headSha };
  const move = await github.howMoved(installationId, tip);
  if (move !== null && !move.isMerge) return "pushed";
  if (move?.beforeSha === beforeSha && (await merges.isMerge(tip))) return "merged";
  return attempts + 1 < mostLooks ? "unclear" : "pushed";
}

/** Looks at pull requests that the push merged and that nobody told of: what was not approved must not pass as theirs. */
async function markUnjudged(
  { merges, markDirty }: PushPorts,
  installationId: number,
  { repository, branch }: PushKey,
  { pullRequests }: PushContent,
  nowMs: number,
): Promise<void> {
  for (const { number, baseBranch } of pullRequests) {
    if (baseBranch !== branch || (await merges.judgementOf(repository, number)) !== null) continue;
    await markDirty([{ installationId, key: { kind: "change", repository, number } }], nowMs);
  }
}

/** What a push did that no pull request explains; null when it is nothing. */
async function findUnauthorised(
  { github }: PushPorts,
  installationId: number,
  { repository, branch, beforeSha, headSha }: PushKey,
  { control, content }: { readonly control: BranchControl; readonly content: PushContent | null },
): Promise<UnauthorisedPush | null> {
  const isNew = noCommit.test(beforeSha);
  // What a new branch holds may have come to any controlled branch before.
  const isInto = isNew ? branchesHeld(control) : (name: string) => name === branch;
  const commits = content === null ? [] : findDirectCommits(content, { headSha, isInto });
  const removed = isNew ? 0 : (content?.removed ?? null);
  if (commits.length === 0 && removed === 0) return null;
  const { repositoryId, policies } = control;
  const head = { repositoryId, branch, headSha };
  return {
    kind: "push",
    repository,
    branch,
    sha: headSha,
    beforeSha: isNew ? null : beforeSha,
    by: await github.whoPushed(installationId, repository, head),
    commits,
    removed,
    commandPrefix: findPrefix(validPoliciesOf(policies)),
    policyVersions: policies.map(
      ({ origin, repository: place, blobSha }): PolicyVersion => ({
        origin,
        repository: place,
        blobSha,
      }),
    ),
  };
}

function validPoliciesOf(policies: BranchControl["policies"]): readonly Policy[] {
  return policies.flatMap(({ content }) => (content.kind === "valid" ? [content.policy] : []));
}
