import { findWatchedNames, findWatching } from "#core/gate/find-watching.ts";
import { findWatchedSince, type WatchedEnvironments } from "#core/gate/watched-environments.ts";
import type { Key, RepositoryName } from "#core/key.ts";
import {
  findUnauthorisedDeployments,
  nameUnauthorisedDeployment,
} from "#core/unauthorised/find-unauthorised-deployments.ts";
import type { AfterMergePorts } from "./after-merge-ports.ts";
import { type DeployersAtGitHub, findHowPast } from "./find-how-past.ts";
import type { GatePorts } from "./gate-ports.ts";
import { observeSite, type Site } from "./observe-site.ts";
import { finishReport, reportUnauthorised } from "./report-unauthorised.ts";
import { type NewsPorts, tellDeployments } from "./tell-deployments.ts";

export type FollowPorts = GatePorts &
  NewsPorts &
  Pick<AfterMergePorts, "unauthorised" | "webUrl"> & {
    readonly github: Pick<AfterMergePorts["github"], "openIssue"> & DeployersAtGitHub;
    readonly watches: {
      watched(repository: RepositoryName): Promise<WatchedEnvironments>;
      /** Watches these and no others; those that are new from now on. */
      watch(repository: RepositoryName, names: readonly string[]): Promise<WatchedEnvironments>;
    };
  };

const dayMs = 24 * 3_600_000;

/** What started longer ago is not looked at any more. */
const followedForMs = 7 * dayMs;

/** GitHub gives up a job that waited for 30 days: gates that were asked for earlier let nothing start any more. */
const gatesForMs = 40 * dayMs;

/**
 * Follows the deployments to an environment that a policy names and enforces: those that no gate let go on record, with an issue, and those
 * whom one concerns are told what becomes of it. What started before the environment was watched is the known past.
 *
 * @returns when to go on, or null
 */
export async function followDeployments(
  ports: FollowPorts,
  site: Site,
  nowMs: number,
): Promise<number | null> {
  const { installationId, repository, environment, deployments } = site;
  const watching = findWatching(site.policies, environment);
  const watched = await ports.watches.watch(repository, findWatchedNames(site.policies));
  const sinceMs = findWatchedSince(watched, environment);
  if (sinceMs === null) return null;
  const gates = await ports.gates.askedSince(repository, environment, nowMs - gatesForMs);
  const span = { environment, sinceMs: Math.max(sinceMs, nowMs - followedForMs) };
  for (const past of findUnauthorisedDeployments(deployments, gates, span)) {
    const sha = nameUnauthorisedDeployment(past.sha, environment);
    if (await finishReport(ports, installationId, { kind: "deployment", repository, sha }))
      continue;
    const { sha: commit, startedAtMs, gate } = past;
    await reportUnauthorised(ports, installationId, {
      ...{ kind: "deployment", repository, environment, sha, commit, startedAtMs, gate },
      ...(await findHowPast(ports.github, site, past)),
      policyVersions: watching.map(({ origin, repository: home, blobSha }) => {
        return { origin, repository: home, blobSha };
      }),
    });
  }
  return tellDeployments(ports, site);
}

/** The same where no gate waits: two calls if the environment is watched or there were gates lately, else none. */
export async function followQuietly(
  ports: FollowPorts,
  installationId: number,
  key: Extract<Key, { kind: "environment" }>,
  nowMs: number,
): Promise<number | null> {
  const { repository, environment } = key;
  const asked = await ports.gates.askedSince(repository, environment, nowMs - gatesForMs);
  const watched = await ports.watches.watched(repository);
  if (asked.length === 0 && findWatchedSince(watched, environment) === null) return null;
  const look = { attempts: 0, nowMs, isLast: false };
  const site = await observeSite(ports, installationId, key, look);
  return site && followDeployments(ports, site, nowMs);
}

/** Watches the environments that the policies name, from the moment at which they do, and has our rules there looked at: one call. */
export async function watchNamed(
  { github, watches, markDirty }: Pick<FollowPorts, "github" | "watches" | "markDirty">,
  installationId: number,
  repository: RepositoryName,
  nowMs: number,
): Promise<void> {
  const control = await github.readControl(installationId, repository, null);
  if (control === null) return;
  const watched = await watches.watch(repository, findWatchedNames(control.policies));
  if (watched.size === 0) return;
  await markDirty([{ installationId, key: { kind: "protection-rules", repository } }], nowMs);
}
