import type { Account } from "#core/change/facts.ts";
import type { RangeCommit, SetChange } from "#core/change-set/change-set.ts";
import type { GatePorts } from "./gate-ports.ts";
import type { Site } from "./observe-site.ts";

/** So many direct pushes are looked into; of others it stays unknown who pushed them and what they touch. */
const mostPushes = 20;

/** What is known of a commit that no pull request brought. */
export type PushedCommit = {
  /** Null when GitHub does not tell. */
  readonly pusher: Account | null;
  /** What it touches, both names of a rename; null where that was not asked or is not certain. */
  readonly paths: readonly string[] | null;
};

/**
 * What is known of a set's direct pushes, by commit. Costs a call for each whose pusher no delivery told, and one, once, for what it touches
 * where that counts: for the components of a monorepo.
 */
export async function readPushes(
  ports: GatePorts,
  site: Site,
  changes: readonly SetChange[],
  { withPaths }: { readonly withPaths: boolean },
): Promise<ReadonlyMap<string, PushedCommit>> {
  const { installationId, repository, repositoryId, defaultBranch: branch } = site;
  const commits = changes.flatMap((change) =>
    change.kind === "direct-push" ? [change.commit] : [],
  );
  const read = async (commit: RangeCommit) => {
    const head = { repositoryId, branch, headSha: commit.sha };
    const pusher = await ports.github.whoPushed(installationId, repository, head);
    const paths = withPaths ? await readTouched(ports, site, commit) : null;
    return [commit.sha, { pusher, paths }] as const;
  };
  return new Map(await Promise.all(commits.slice(0, mostPushes).map(read)));
}

/** GitHub compares a merge with its first parent only: what it took from that one's side, or left out, does not show. */
async function readTouched(
  { github }: GatePorts,
  { installationId, repository }: Site,
  { sha, parents }: RangeCommit,
): Promise<readonly string[] | null> {
  return parents.length === 1 ? github.readPaths(installationId, repository, sha) : null;
}
