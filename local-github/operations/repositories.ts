import { GitStore } from "../git/git-store.ts";
import { noDeployments } from "../world/deployment.ts";
import type { Account, Owner, Repository } from "../world/model.ts";
import { noReleases } from "../world/release.ts";
import type { World } from "../world/world.ts";

/** Makes a repository without commits. */
export async function createRepository(
  world: World,
  owner: Owner,
  name: string,
  options: {
    readonly private: boolean;
    readonly defaultBranch: string;
    /** A bare repository whose objects this one shows and never changes. */
    readonly borrowFrom?: string;
  },
): Promise<Repository> {
  const git = await GitStore.create(world.directory, options.borrowFrom);
  return addRepository(world, owner, name, { ...options, git, parent: null });
}

/** Forks a repository: its objects are shared, as in GitHub's fork networks. */
export function forkRepository(world: World, parent: Repository, owner: Account): Repository {
  const fork = addRepository(world, owner, parent.name, {
    private: parent.private,
    defaultBranch: parent.defaultBranch,
    git: parent.git,
    parent,
  });
  for (const [branch, sha] of parent.branches) fork.branches.set(branch, sha);
  return fork;
}

/** Makes another branch the one that pull requests and policies stand on by default. */
export function changeDefaultBranch(
  world: World,
  repository: Repository,
  branch: string,
  by: Account,
): void {
  const from = repository.defaultBranch;
  repository.defaultBranch = branch;
  const payload = { changes: { default_branch: { from } } };
  world.announce({ event: "repository", action: "edited", sender: by, repository, payload });
}

function addRepository(
  world: World,
  owner: Owner,
  name: string,
  part: Pick<Repository, "private" | "defaultBranch" | "git" | "parent">,
): Repository {
  const now = world.now();
  return world.addRepository({
    ...world.identify("R"),
    kind: "repository",
    owner,
    name,
    private: part.private,
    defaultBranch: part.defaultBranch,
    git: part.git,
    parent: part.parent,
    createdAt: now,
    pushedAt: now,
    branches: new Map(),
    tags: new Map(),
    releases: noReleases(),
    deployments: noDeployments(),
    goneCommits: new Set(),
    associationsLag: false,
    signedCommits: new Set(),
    userRoles: new Map(),
    teamRoles: new Map(),
    issues: new Map(),
    labels: new Map(),
    checkSuites: [],
    statuses: [],
    activity: [],
    requiredChecks: new Map(),
    mergeQueues: new Map(),
  });
}
