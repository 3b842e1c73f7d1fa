import { findWatchedNames, findWatching } from "#core/gate/find-watching.ts";
import { findWatchedSince } from "#core/gate/watched-environments.ts";
import type { Key, RepositoryName } from "#core/key.ts";
import {
  findLastKnown,
  nameRemoval,
  type RuleSightings,
} from "#core/unauthorised/find-removed-rule.ts";
import type { FollowPorts } from "./follow-deployments.ts";
import { reportUnauthorised } from "./report-unauthorised.ts";

/** What it takes to look after our protection rules. */
export type RulePorts = Pick<FollowPorts, "unauthorised" | "webUrl" | "watches"> & {
  readonly github: Pick<FollowPorts["github"], "openIssue" | "readControl"> & {
    listEnvironments(
      installationId: number,
      repository: RepositoryName,
    ): Promise<readonly string[]>;
    /** Null where there is no such environment. */
    hasProtectionRule(
      installationId: number,
      repository: RepositoryName,
      environment: string,
    ): Promise<boolean | null>;
  };
  readonly gates: Pick<FollowPorts["gates"], "askedSince">;
  readonly rules: {
    sightings(repository: RepositoryName, environment: string): Promise<RuleSightings>;
    note(
      repository: RepositoryName,
      environment: string,
      kind: "rule.seen" | "rule.missed",
    ): Promise<void>;
  };
};

/** Of more environments those are looked at of which it is known that our rule was there, and then the first ones. */
const mostEnvironments = 30;

/**
 * Looks whether our protection rule is still in each environment that an enforcing policy names. Where it was and is no more, that goes on
 * record with an issue. GitHub sends no event for it. At most 42 calls, where policies name environments: one for the policies, one for each 100 environments,
 * one for each of at most 30 of them, and one more where other apps have rules there.
 */
export async function reconcileRules(
  ports: RulePorts,
  installationId: number,
  { repository }: Extract<Key, { kind: "protection-rules" }>,
  nowMs: number,
): Promise<void> {
  const { github, watches, rules } = ports;
  const control = await github.readControl(installationId, repository, null);
  if (control === null) return;
  const watched = await watches.watch(repository, findWatchedNames(control.policies));
  if (watched.size === 0) return;
  const places = [];
  for (const environment of await github.listEnvironments(installationId, repository)) {
    const sinceMs = findWatchedSince(watched, environment);
    if (sinceMs === null) continue;
    places.push({
      environment,
      knownAtMs: await lastKnown(ports, repository, environment, sinceMs),
    });
  }
  places.sort((a, b) => Number(b.knownAtMs !== null) - Number(a.knownAtMs !== null));
  for (const { environment, knownAtMs } of places.slice(0, mostEnvironments)) {
    const isThere = await github.hasProtectionRule(installationId, repository, environment);
    if (isThere === true && knownAtMs === null) {
      await rules.note(repository, environment, "rule.seen");
    }
    if (isThere !== false || knownAtMs === null) continue;
    await reportUnauthorised(ports, installationId, {
      ...{ kind: "protection-rule", repository, environment, by: null },
      ...{ sha: nameRemoval(environment, knownAtMs), knownAtMs, missedAtMs: nowMs },
      policyVersions: findWatching(control.policies, environment).map(
        ({ origin, repository: home, blobSha }) => ({ origin, repository: home, blobSha }),
      ),
    });
    await rules.note(repository, environment, "rule.missed");
  }
}

async function lastKnown(
  { rules, gates }: RulePorts,
  repository: RepositoryName,
  environment: string,
  sinceMs: number,
): Promise<number | null> {
  const sightings = await rules.sightings(repository, environment);
  const asked = await gates.askedSince(repository, environment, sinceMs);
  const byJobs = asked.filter(({ name }) => name.kind === "protection-rule");
  return findLastKnown(
    sightings,
    byJobs.map(({ requestedAtMs }) => requestedAtMs),
    sinceMs,
  );
}
