import { isSameEnvironment } from "#core/policy/environment-names.ts";
import type { DeploymentKind } from "./gate-decision.ts";
import type { GateFacts, Success } from "./observed-gate.ts";

/** What the deployment does to the environment. */
export function findDeploymentKind(
  gate: Pick<GateFacts, "baseline" | "successes" | "environment" | "component">,
): DeploymentKind {
  const { baseline } = gate;
  if (baseline.kind !== "compared") return "first";
  switch (baseline.status) {
    case "identical":
      return "redeploy";
    // A commit that ran here and was rolled back since is ahead again: what it brings is looked at like anything new.
    case "ahead":
      return "forward";
    case "behind":
      return hasRunIn(gate.environment, gate) ? "rollback" : "backward";
    case "diverged":
      return hasRunIn(gate.environment, gate) ? "rollback" : "sideways";
  }
}

function hasRunIn(environment: string, gate: Pick<GateFacts, "successes" | "component">): boolean {
  return findSuccess(environment, gate) !== null;
}

/** The first success of the gate's commit in an environment, of its component or of the whole repository; null without one. */
export function findSuccess(
  environment: string,
  { successes, component }: Pick<GateFacts, "successes" | "component">,
): Success | null {
  return successes
    .filter(
      (success) =>
        isSameEnvironment(success.environment, environment) &&
        (success.component === null || success.component === component),
    )
    .reduce<Success | null>(
      (first, success) => (first === null || success.atMs < first.atMs ? success : first),
      null,
    );
}

/** Whether every commit that the deployment brings and takes away is known. */
export function isSetKnown({ baseline }: Pick<GateFacts, "baseline">): boolean {
  return (
    baseline.kind === "compared" &&
    [baseline.added, baseline.removed].every(({ collected, total }) => collected === total)
  );
}
