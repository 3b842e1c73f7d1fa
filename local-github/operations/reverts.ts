import type { Account, PullRequest } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { signatureOf } from "./merges.ts";
import { openPullRequest } from "./pull-requests.ts";
import { moveBranch } from "./push.ts";
import { unprocessable } from "./refusal.ts";

/**
 * Opens a pull request that takes a merged one back, as the button does. Of one that was merged by rebase it takes back the last
 * commit only.
 */
export async function revertPullRequest(
  world: World,
  pull: PullRequest,
  wanted: { readonly title?: string; readonly body?: string; readonly draft?: boolean },
  by: Account,
): Promise<PullRequest> {
  const { repository, merged, base, head } = pull;
  if (merged === null) throw unprocessable("Pull request is not merged");
  const tip = repository.branches.get(base.branch);
  const [before] = (await repository.git.commitOf(merged.commitSha)).parents;
  if (tip === undefined || before === undefined) throw unprocessable("There is nothing to revert");
  const signature = signatureOf(world, by);
  const signed = { author: signature, committer: signature };
  const branch = `revert-${pull.number}-${head.branch}`;
  if (repository.branches.has(branch)) throw unprocessable("The revert branch exists already");
  // On top of the merged commit the state before it: merging that into the tip undoes what came in between.
  const { tree: treeBefore } = await repository.git.commitOf(before);
  const [undone] = await repository.git.write([
    { message: "Undo", ...signed, parents: [merged.commitSha], tree: treeBefore },
  ]);
  const tree = undone === undefined ? null : await repository.git.mergedTree(tip, undone);
  if (tree === null) throw unprocessable("The pull request could not be reverted automatically");
  const title = wanted.title ?? `Revert "${pull.title}"`;
  const commit = { message: title, ...signed, parents: [tip], tree };
  const [sha] = await repository.git.write([commit]);
  if (sha === undefined) throw new Error("the revert was not written");
  await moveBranch(world, repository, branch, sha, by);
  return openPullRequest(world, repository, {
    title,
    body: wanted.body ?? null,
    author: by,
    draft: wanted.draft ?? false,
    base: base.branch,
    head: { repository, branch },
  });
}
