import { findInvalidPolicies } from "#core/change/invalid-policies.ts";
import { formatRepository } from "#core/key.ts";
import { policyPath } from "#core/policy/policy-source.ts";
import { counted, shortSha } from "#core/text/words.ts";
import type { GateReason } from "./gate-decision.ts";
import type { ObservedGate } from "./observed-gate.ts";

/** Why a gate is held where there is no policy at all: somebody asked, and nobody said what to answer. */
export function explainMissingPolicy({ repository }: ObservedGate): GateReason {
  return {
    kind: "policy-missing",
    origin: null,
    missing: "a policy: there is none, neither here nor of the organisation",
    whoCanResolve: `Someone with write access to ${formatRepository(repository)} can add ${policyPath} to its default branch; or an administrator takes the protection rule off the environment.`,
    resolvesAtMs: null,
  };
}

/** Why a gate is held by policies that can't be used. Empty when all can. */
export function explainInvalidPolicies(
  observed: Pick<ObservedGate, "policies">,
): readonly GateReason[] {
  return findInvalidPolicies(observed).map(({ origin, repository, problems }) => ({
    kind: "invalid-policy",
    origin,
    missing: `a valid policy of the ${origin} (${counted(problems.length, "problem")})`,
    whoCanResolve: `Someone with write access to ${formatRepository(repository)} has to right ${policyPath} on its default branch.`,
    resolvesAtMs: null,
  }));
}

/** Why a gate is held where not every commit between baseline and deployment could be read. Empty when all were. */
export function explainUnknownSet({ baseline }: ObservedGate): readonly GateReason[] {
  if (baseline.kind !== "compared") return [];
  return [baseline.added, baseline.removed]
    .filter(({ collected, total }) => collected !== total)
    .map(({ collected, total }) => ({
      kind: "incomplete",
      origin: null,
      missing: `all of its commits to be read: GitHub gave ${collected.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")}`,
      whoCanResolve: `They are asked for again. If that does not help, whoever deploys can deploy a commit nearer to ${shortSha(baseline.sha)} first, which runs there now.`,
      resolvesAtMs: null,
    }));
}
