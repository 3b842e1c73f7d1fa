import { findRemedies, type Remedies } from "#core/change/remedies.ts";
import { concludeGate, type GateFindings } from "./conclude-gate.ts";
import {
  describeReleaseCommand,
  explainAcceptance,
  explainDeploymentRequirements,
  meetDeploymentRequirements,
} from "./deployment-approvals.ts";
import { explainAdHocFreezes, explainPolicyFreezes } from "./deployment-freezes.ts";
import { findDeploymentKind, isSetKnown } from "./deployment-kind.ts";
import { explainAfter, explainWindows, isEmergency } from "./deployment-times.ts";
import type {
  DeploymentKind,
  GateDecision,
  GateNotControlled,
  GateReason,
  PolicyGateDecision,
} from "./gate-decision.ts";
import {
  findCounted,
  findGatePolicies,
  type GatePolicy,
  passesUnapproved,
} from "./gate-policies.ts";
import { explainInvalidPolicies, explainMissingPolicy, explainUnknownSet } from "./held-reasons.ts";
import type { GateChange, ObservedGate } from "./observed-gate.ts";
import { findUnapproved } from "./unapproved-changes.ts";

/**
 * Decides a gate. Each policy is evaluated by itself, and all that enforce must be satisfied; where none enforces, the gate is released
 * and the decision says what it would have waited for. What is unknown, unreadable or missing holds it.
 *
 * `nowMs` (milliseconds since the epoch) is when: windows, freezes, soak times and gates themselves end by the clock.
 */
export function decideGate(
  observed: ObservedGate,
  nowMs: number,
): GateDecision | GateNotControlled {
  const hasPolicy = observed.policies.length > 0;
  if (!hasPolicy && observed.wayIn.kind === "api-deployment") {
    return { kind: "not-controlled", because: "no-policy" };
  }
  const unusable = hasPolicy ? explainInvalidPolicies(observed) : [explainMissingPolicy(observed)];
  const findings =
    unusable.length > 0 ? holdFor(unusable, observed) : evaluatePolicies(observed, nowMs);
  return concludeGate(observed, findings, nowMs);
}

/** What can't be read can't say that it only observes. */
function holdFor(reasons: readonly GateReason[], observed: ObservedGate): GateFindings {
  return {
    mode: "enforce",
    deployment: findDeploymentKind(observed),
    reasons,
    wouldHold: [],
    added: observed.added,
    removed: observed.removed,
    overridden: [],
    policies: [],
  };
}

function evaluatePolicies(observed: ObservedGate, nowMs: number): GateFindings {
  const { component } = observed;
  const { deciding, observing } = findGatePolicies(observed);
  const situation: Situation = {
    observed,
    deployment: findDeploymentKind(observed),
    added: findCounted(observed.added, deciding, component),
    removed: findCounted(observed.removed, deciding, component),
    nowMs,
    remedies: findRemedies(deciding.map(({ policy }) => policy)),
  };
  const { remedies } = situation;
  const asking = findAsking(deciding, situation.deployment);
  const asked = asking.length > 0 ? findCounted(observed.added, asking, component) : [];
  const { reasons: unapproved, overridden } = findUnapproved(asked, deciding, observed, remedies);
  const decided = deciding.map((policy) => decidePolicy(policy, situation));
  const observes = observing.map((policy) => decidePolicy(policy, situation));
  return {
    mode: deciding.some(({ policy }) => policy.mode === "enforce") ? "enforce" : "observe",
    deployment: situation.deployment,
    reasons: inOrder([
      ...(asking.length > 0 ? explainUnknownSet(observed) : []),
      ...unapproved,
      ...decided.flatMap(({ reasons }) => reasons),
      ...explainAdHocFreezes(observed, nowMs, remedies),
    ]),
    wouldHold: inOrder(observes.flatMap(({ reasons }) => reasons)),
    added: situation.added,
    removed: situation.removed,
    overridden,
    policies: [...decided, ...observes],
  };
}

/** What each policy's decision is made from. */
type Situation = {
  readonly observed: ObservedGate;
  readonly deployment: DeploymentKind;
  /** Those that count. */
  readonly added: readonly GateChange[];
  readonly removed: readonly GateChange[];
  readonly nowMs: number;
  readonly remedies: Remedies;
};

/** The policies that want this deployment's changes approved, with the rules by which they do. */
function findAsking(
  policies: readonly GatePolicy[],
  deployment: DeploymentKind,
): readonly GatePolicy[] {
  return policies
    .map((policy) => ({ ...policy, rules: policy.rules.filter(asks(deployment)) }))
    .filter(({ rules }) => rules.length > 0);
}

function asks(deployment: DeploymentKind) {
  return (rule: GatePolicy["rules"][number]) => !passesUnapproved(rule, deployment);
}

function decidePolicy(policy: GatePolicy, situation: Situation): PolicyGateDecision {
  const { observed, deployment, added, removed, nowMs } = situation;
  const asking = policy.rules.filter(asks(deployment));
  // A rollback can't wait for office hours. To run again what runs already can.
  const timed = deployment === "redeploy" ? policy.rules : asking;
  const command = describeReleaseCommand(observed, situation.remedies);
  const requirements = meetDeploymentRequirements(policy, asking, observed);
  const reasons = [
    ...explainAcceptance(policy, asking, situation, command),
    ...explainDeploymentRequirements(requirements, command),
    ...asking.flatMap((rule) => explainAfter(rule, observed, nowMs)),
    ...explainPolicyFreezes(
      policy,
      observed.environment,
      isSetKnown(observed) ? [...added, ...removed] : null,
      nowMs,
    ),
    ...(deployment === "forward" && isEmergency(added)
      ? []
      : timed.flatMap((rule) => explainWindows(rule, nowMs))),
  ];
  return {
    origin: policy.origin,
    mode: policy.policy.mode,
    environments: policy.environments,
    requirements,
    reasons: reasons.map((reason) => ({ ...reason, origin: policy.origin })),
  };
}

/** What people have to do comes first, what only time brings last. */
const urgency: readonly GateReason["kind"][] = [
  "incomplete",
  "direct-push",
  "change",
  "acceptance",
  "approvals",
  "after",
  "freeze",
  "window",
];

function inOrder(reasons: readonly GateReason[]): readonly GateReason[] {
  return reasons.toSorted((a, b) => urgency.indexOf(a.kind) - urgency.indexOf(b.kind));
}
