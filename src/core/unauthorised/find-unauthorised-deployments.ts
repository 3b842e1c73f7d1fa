import type { Deployment } from "#core/gate/deployment-log.ts";
import type { GateState } from "#core/gate/gate-answer.ts";
import type { GateName } from "#core/gate/gate-request.ts";
import { isSameEnvironment } from "#core/policy/environment-names.ts";
import { encodeForMarker } from "./encode-for-marker.ts";

/** A gate as far as it tells whether a deployment was let go ahead. */
type AskedGate = {
  readonly name: GateName;
  readonly sha: string | null;
  readonly state: GateState;
  /** Milliseconds since the epoch; null while it is not released. */
  readonly releasedAtMs: number | null;
};

/** A deployment that went ahead though no gate had released it. */
export type PastTheGate = {
  /** GitHub's number of the deployment. */
  readonly id: number;
  /** Its run, where it is a job of which we were asked; else null. */
  readonly runId: number | null;
  readonly sha: string;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** How its own gate stood; null when nobody asked for one. */
  readonly gate: GateState | null;
};

/** GitHub's clock and ours may differ by so much. */
const clocksDifferMs = 10_000;

/**
 * The deployments to an environment that started in a span of time without a gate that let them: neither their own, nor one that
 * had released the same commit before. A job's own release counts whenever it was noted: GitHub starts no job without an answer.
 *
 * @param gates the environment's, all of them that can matter
 */
export function findUnauthorisedDeployments(
  deployments: readonly Deployment[],
  gates: readonly AskedGate[],
  { environment, sinceMs }: { readonly environment: string; readonly sinceMs: number },
): readonly PastTheGate[] {
  return deployments
    .filter((deployment) => isSameEnvironment(deployment.environment, environment))
    .flatMap((deployment) => {
      const startedAtMs = findStart(deployment);
      if (startedAtMs === null || startedAtMs < sinceMs) return [];
      const own = gates.find(
        ({ name }) => name.kind !== "gate-api" && name.deploymentId === deployment.id,
      );
      if (own?.name.kind === "protection-rule" && own.releasedAtMs !== null) return [];
      const isCovered = gates.some(
        ({ sha, releasedAtMs }) =>
          sha === deployment.sha &&
          releasedAtMs !== null &&
          releasedAtMs <= startedAtMs + clocksDifferMs,
      );
      if (isCovered) return [];
      const runId = own?.name.kind === "protection-rule" ? own.name.runId : null;
      const { id, sha } = deployment;
      return [{ id, runId, sha, startedAtMs, gate: own?.state ?? null }];
    });
}

/** By which an unauthorised deployment is found again: `<commit>@<environment>`. */
export function nameUnauthorisedDeployment(commit: string, environment: string): string {
  return `${commit}@${encodeForMarker(environment)}`;
}

/** A deployment that failed or was cancelled while it waited never started. */
function findStart({ statuses }: Deployment): number | null {
  const moments = statuses
    .filter(({ state }) => state === "in_progress" || state === "success")
    .map(({ atMs }) => atMs);
  return moments.length === 0 ? null : Math.min(...moments);
}
