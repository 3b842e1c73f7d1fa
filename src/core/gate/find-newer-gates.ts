import { type Deployment, isGivenUp } from "./deployment-log.ts";
import type { GateName } from "./gate-request.ts";
import type { NewerGate, WayIn } from "./observed-gate.ts";

/** A gate as far as it tells whether it overtakes another one of its environment. */
type AskedGate = {
  readonly name: GateName;
  /** Of the workflow run; null for gates of no run. */
  readonly runAttempt: number | null;
  /** Null until it was read. */
  readonly sha: string | null;
  readonly component: string | null;
  /** Milliseconds since the epoch. */
  readonly requestedAtMs: number;
  readonly releasedAtMs: number | null;
};

/**
 * The gates of the same component that were asked for after a gate and may still deploy, or did. One whose deployment ended before it started
 * takes nobody's place: its run was cancelled, or it was rejected.
 *
 * @param asked every gate of the environment
 */
export function findNewerGates(
  gate: AskedGate,
  asked: readonly AskedGate[],
  deployments: readonly Deployment[],
): readonly NewerGate[] {
  return asked.flatMap((other) =>
    other.sha !== null &&
    other.component === gate.component &&
    isNewer(other, gate) &&
    !neverWent(other, deployments)
      ? [{ wayIn: wayInOf(other), sha: other.sha, requestedAtMs: other.requestedAtMs }]
      : [],
  );
}

/** How the question of a gate came to us. */
export function wayInOf({ name, runAttempt }: Pick<AskedGate, "name" | "runAttempt">): WayIn {
  return name.kind === "protection-rule" ? { ...name, runAttempt: runAttempt ?? 1 } : name;
}

/**
 * Whether a gate was asked for after another: by the numbers of their deployments, which GitHub counts up. Its times are to the second, and
 * deliveries come in any order, or not at all; they decide where there are no such numbers.
 */
function isNewer({ name: other, ...asked }: AskedGate, { name, ...gate }: AskedGate): boolean {
  return other.kind === "gate-api" || name.kind === "gate-api"
    ? asked.requestedAtMs > gate.requestedAtMs
    : other.deploymentId > name.deploymentId;
}

/** A job is said to start by GitHub itself. A tool may say only how its deployment ended: once released, it may have run. */
function neverWent({ name, releasedAtMs }: AskedGate, deployments: readonly Deployment[]): boolean {
  if (name.kind === "gate-api") return false;
  if (name.kind === "api-deployment" && releasedAtMs !== null) return false;
  const deployment = deployments.find(({ id }) => id === name.deploymentId);
  return deployment !== undefined && isGivenUp(deployment);
}
