import type { Deployment } from "../world/deployment.ts";
import { checkRunsOn, resolveCommit } from "../world/lookup.ts";
import type { Account, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { createDeployment } from "./deployments.ts";
import { signatureOf } from "./merges.ts";
import { moveBranch } from "./push.ts";
import { Refusal, unprocessable } from "./refusal.ts";

/** What is asked of the deployments API. https://docs.github.com/rest/deployments/deployments#create-a-deployment */
export type DeploymentRequest = {
  readonly ref: string;
  readonly environment: string;
  readonly task?: string;
  readonly payload?: unknown;
  readonly description?: string | null;
  readonly transient?: boolean;
  readonly production?: boolean;
  /** True unless said otherwise. */
  readonly autoMerge?: boolean;
  /** Every context on the commit when absent; none when empty. */
  readonly requiredContexts?: readonly string[];
};

/** Null: the default branch was merged into the ref instead, and the deployment is to be asked for again. */
export async function requestDeployment(
  world: World,
  repository: Repository,
  request: DeploymentRequest,
  by: Account,
): Promise<Deployment | null> {
  const { ref, environment } = request;
  const sha = await resolveCommit(repository, ref);
  if (sha === null) throw unprocessable(`No ref found for: ${ref}`);
  if (request.autoMerge !== false && (await isMerged(world, repository, ref, by))) return null;
  refuseFailedContexts(repository, request, sha);
  return createDeployment(
    world,
    repository,
    {
      sha,
      ref,
      environment,
      task: request.task ?? "deploy",
      payload: request.payload ?? {},
      description: request.description ?? null,
      transient: request.transient ?? false,
      production: request.production ?? environment === "production",
      job: null,
    },
    by,
  );
}

function refuseFailedContexts(
  repository: Repository,
  { ref, requiredContexts }: DeploymentRequest,
  sha: string,
): void {
  const states = new Map(
    checkRunsOn(repository, sha, "latest").map((run) => [run.name, run.conclusion ?? "pending"]),
  );
  for (const status of repository.statuses.toReversed()) {
    if (status.sha === sha) states.set(status.context, status.state);
  }
  const failed = [...(requiredContexts ?? states.keys())]
    .map((context) => ({ context, state: states.get(context) ?? "pending" }))
    .filter(({ state }) => state !== "success");
  if (failed.length === 0) return;
  const place = { resource: "Deployment", field: "required_contexts", code: "invalid" };
  const message = `Conflict: Commit status checks failed for ${ref}.`;
  throw new Refusal(409, message, [{ contexts: failed, ...place }]);
}

/** Merges the default branch into a branch that is behind; whether there was anything to merge. */
async function isMerged(
  world: World,
  repository: Repository,
  ref: string,
  by: Account,
): Promise<boolean> {
  const { git, branches, defaultBranch } = repository;
  const branch = ref.replace(/^refs\/heads\//, "");
  const [tip, base] = [branches.get(branch), branches.get(defaultBranch)];
  if (tip === undefined || base === undefined) return false;
  if ((await git.commitsBetween(tip, base)).length === 0) return false;
  const tree = await git.mergedTree(tip, base);
  if (tree === null) throw new Refusal(409, `Conflict merging ${defaultBranch} into ${ref}.`);
  const author = signatureOf(world, by);
  const message = `Merge ${defaultBranch} into ${ref}`;
  const merge = { message, author, committer: author, parents: [tip, base], tree };
  const [merged] = await git.write([merge]);
  if (merged === undefined) throw new Error(`nothing was merged into ${ref}`);
  await moveBranch(world, repository, branch, merged, by);
  return true;
}
