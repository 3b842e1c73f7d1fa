import type { RepositoryName } from "#core/key.ts";
import { isSameEnvironment } from "#core/policy/environment-names.ts";
import type { GateName } from "./gate-request.ts";
import type { Success } from "./observed-gate.ts";

/** A deployment as GitHub knows it. */
export type Deployment = {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
  /** In no order. */
  readonly statuses: readonly DeploymentStatus[];
};

type DeploymentStatus = {
  /** GitHub's word, in small letters: `waiting`, `queued`, `in_progress`, `success`, `failure` and others. */
  readonly state: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
};

/** A gate that let its deployment go ahead. */
export type ReleasedGate = {
  readonly repository: RepositoryName;
  readonly name: GateName;
  readonly environment: string;
  readonly component: string | null;
  readonly sha: string;
  readonly releasedAtMs: number;
  /** As it was seen before: GitHub shows only the newest deployments. Null as long as it was not. */
  readonly success: SuccessTimes | null;
};

/** When something succeeded, the first and the last time; milliseconds since the epoch. */
export type SuccessTimes = { readonly atMs: number; readonly lastAtMs: number };

/** A commit that succeeded somewhere. */
export type SucceededCommit = Success & SuccessTimes & { readonly sha: string };

const ended: readonly string[] = ["success", "failure", "error", "inactive"];

/** When the deployment went ahead, milliseconds since the epoch; null while it waits. */
export function beganAt({ statuses }: Pick<Deployment, "statuses">): number | null {
  const moments = statuses
    .filter(({ state }) => state === "in_progress" || ended.includes(state))
    .map(({ atMs }) => atMs);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** Whether it ended without ever going ahead: its run was cancelled, or failed. */
export function isGivenUp({ statuses }: Pick<Deployment, "statuses">): boolean {
  return (
    !statuses.some(({ state }) => state === "in_progress" || state === "success") &&
    statuses.some(({ state }) => ended.includes(state))
  );
}

/**
 * What has succeeded in an environment **through a gate**: GitHub's deployments that one of ours released, and what the gate API released,
 * since nobody tells what became of that. A success that nobody was asked about is none: else whoever may write deployments could
 * declare unapproved commits to be running.
 */
export function findReleasedSuccesses(
  environment: string,
  released: readonly ReleasedGate[],
  deployments: readonly Deployment[],
): readonly SucceededCommit[] {
  return released
    .filter((gate) => isSameEnvironment(gate.environment, environment))
    .flatMap((gate) => {
      const success = findSuccessTimes(gate, deployments);
      const { component, sha } = gate;
      return success === null ? [] : [{ environment, component, sha, ...success }];
    });
}

/** When a released gate's deployment succeeded, by what was seen of it before and what GitHub shows now; null when it has not. */
export function findSuccessTimes(
  { name, releasedAtMs, success }: ReleasedGate,
  deployments: readonly Deployment[],
): SuccessTimes | null {
  if (name.kind === "gate-api") return { atMs: releasedAtMs, lastAtMs: releasedAtMs };
  const deployment = deployments.find(({ id }) => id === name.deploymentId);
  const moments = [
    ...(success === null ? [] : [success.atMs, success.lastAtMs]),
    ...(deployment === undefined ? [] : successesIn(deployment)),
  ];
  return moments.length === 0
    ? null
    : { atMs: Math.min(...moments), lastAtMs: Math.max(...moments) };
}

function successesIn({ statuses }: Deployment): readonly number[] {
  return statuses.filter(({ state }) => state === "success").map(({ atMs }) => atMs);
}

/** What has succeeded in an environment, whoever let it: what another environment's `after` asks for. */
export function findSuccesses(
  environment: string,
  released: readonly ReleasedGate[],
  deployments: readonly Deployment[],
): readonly SucceededCommit[] {
  const there = deployments.filter((one) => isSameEnvironment(one.environment, environment));
  return [
    ...there.flatMap((deployment) => successOf(deployment, environment)),
    ...findReleasedSuccesses(environment, released, []),
  ];
}

function successOf(deployment: Deployment, environment: string): readonly SucceededCommit[] {
  const moments = successesIn(deployment);
  if (moments.length === 0) return [];
  const [atMs, lastAtMs] = [Math.min(...moments), Math.max(...moments)];
  return [{ environment, component: null, sha: deployment.sha, atMs, lastAtMs }];
}

/** The commit that succeeded last, of the component or of the whole repository; null when none did. */
export function findBaseline(
  successes: readonly SucceededCommit[],
  component: string | null,
): SucceededCommit | null {
  return successes
    .filter((one) => one.component === null || component === null || one.component === component)
    .reduce<SucceededCommit | null>(
      (last, one) => (last === null || one.lastAtMs > last.lastAtMs ? one : last),
      null,
    );
}
