import { findWatching } from "#core/gate/find-watching.ts";
import type { Key } from "#core/key.ts";
import type { GatePorts } from "./gate-ports.ts";
import { observeSite, type Site } from "./observe-site.ts";
import { type NewsPorts, tellDeployments } from "./tell-deployments.ts";

export type FollowPorts = GatePorts & NewsPorts;

/** What became of deployments is of no interest for longer. */
const followedForMs = 30 * 24 * 3_600_000;

/**
 * Follows the deployments to an environment that a policy names and enforces: those whom one concerns are told what becomes of it.
 *
 * @returns when to go on, or null
 */
export async function followDeployments(ports: FollowPorts, site: Site): Promise<number | null> {
  if (findWatching(site.policies, site.environment).length === 0) return null;
  return tellDeployments(ports, site);
}

/** The same where no gate waits: two calls if there were gates lately, else none. */
export async function followQuietly(
  ports: FollowPorts,
  installationId: number,
  key: Extract<Key, { kind: "environment" }>,
  nowMs: number,
): Promise<number | null> {
  const { repository, environment } = key;
  const asked = await ports.gates.askedSince(repository, environment, nowMs - followedForMs);
  if (asked.length === 0) return null;
  const look = { attempts: 0, nowMs, isLast: false };
  const site = await observeSite(ports, installationId, key, look);
  return site && followDeployments(ports, site);
}
