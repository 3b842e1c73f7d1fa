import type { Signature } from "../git/commit.ts";
import type { NewCommit } from "../git/write-commits.ts";
import { totalsOf } from "../world/lookup.ts";
import type { Account, PullRequest } from "../world/model.ts";
import { fullName, type World } from "../world/world.ts";
import { announcePullRequest, markMerged } from "./pull-requests.ts";
import { moveBranch } from "./push.ts";
import { Refusal, unprocessable } from "./refusal.ts";
import { refuseBypass, refuseMissingChecks } from "./required-checks.ts";

export type MergeMethod = "merge" | "squash" | "rebase";

/**
 * Merges on the web: GitHub (`web-flow`) commits, the person who pressed the button is the actor. Who may bypass the
 * branch's protection merges without its required checks.
 */
export async function mergePullRequest(
  world: World,
  pull: PullRequest,
  { method, bypass, by }: { method: MergeMethod; bypass: boolean; by: Account },
): Promise<void> {
  const { repository, base, head } = pull;
  if (pull.state === "closed") throw notMergeable("Pull Request is not mergeable");
  if (pull.draft) throw notMergeable("Pull Request is still a draft");
  if (bypass) refuseBypass(repository, by);
  else refuseMissingChecks(repository, base.branch, head.sha);
  const baseSha = repository.branches.get(base.branch) ?? base.sha;
  const commitSha = await mergedCommit(world, pull, baseSha, method, by);
  markMerged(world, pull, { by, commitSha, baseSha });
  await moveBranch(world, repository, base.branch, commitSha, by, "pr_merge");
  await announcePullRequest(world, pull, "closed", by);
}

// https://docs.github.com/rest/pulls/pulls#merge-a-pull-request
function notMergeable(why: string): Refusal {
  return new Refusal(405, why);
}

/** The account in whose name GitHub itself commits. */
function webFlow(world: World): Account {
  const account = world.account("web-flow");
  if (!account) throw new Error("web-flow is missing");
  return account;
}

/** Writes what merging a pull request onto a base gives, and answers the new tip. */
export async function mergedCommit(
  world: World,
  pull: PullRequest,
  base: string,
  method: MergeMethod,
  by: Account,
): Promise<string> {
  const { git } = pull.repository;
  const tree = await git.mergedTree(base, pull.head.sha);
  if (tree === null) throw unprocessable("Pull Request is not mergeable: it conflicts");
  const committer = signatureOf(world, webFlow(world));
  const author = signatureOf(world, by);
  const source = `${pull.repository.owner.login}/${pull.head.branch}`;
  switch (method) {
    case "merge": {
      const message = `Merge pull request #${pull.number} from ${source}\n\n${pull.title}`;
      return signed(pull, { message, author, committer, parents: [base, pull.head.sha], tree });
    }
    case "squash": {
      const message = `${pull.title} (#${pull.number})`;
      const writer = signatureOf(world, pull.author);
      return signed(pull, { message, author: writer, committer, parents: [base], tree });
    }
    case "rebase":
      return rebased(pull, base, author);
  }
}

/** Who merges becomes the committer of every commit, as the documentation of merge methods says. */
async function rebased(pull: PullRequest, base: string, committer: Signature): Promise<string> {
  const { git } = pull.repository;
  let tip = base;
  for (const sha of (await totalsOf(pull)).commits) {
    const commit = await git.commitOf(sha);
    const tree = await git.mergedTree(tip, sha);
    if (tree === null) throw unprocessable("Pull Request is not mergeable: it conflicts");
    tip = await written(pull, { ...commit, committer, parents: [tip], tree });
  }
  return tip;
}

/** GitHub signs what it commits itself; rebased commits it can't. */
async function signed(pull: PullRequest, commit: NewCommit): Promise<string> {
  const sha = await written(pull, commit);
  pull.repository.signedCommits.add(sha);
  return sha;
}

async function written(pull: PullRequest, commit: NewCommit): Promise<string> {
  const [sha] = await pull.repository.git.write([commit]);
  if (sha === undefined) throw new Error(`no commit was written in ${fullName(pull.repository)}`);
  return sha;
}

/** How an account signs commits now. */
export function signatureOf(world: World, account: Account): Signature {
  const [email = `${account.login}@example.com`] = account.emails;
  return { name: account.name ?? account.login, email, date: world.clock() };
}
