import { changesThatTouch } from "#core/change-set/touches-paths.ts";
import { type EnvironmentRule, namesEnvironment } from "#core/policy/environment-names.ts";
import type { PolicyOrigin } from "#core/policy/policy-source.ts";
import { Environment } from "#core/policy/schema/environment.ts";
import type { Policy } from "#core/policy/schema.ts";
import type { DeploymentKind } from "./gate-decision.ts";
import type { GateChange, ObservedGate } from "./observed-gate.ts";

/** A valid policy and what it asks of deployments to the gate's environment. */
export type GatePolicy = {
  readonly origin: PolicyOrigin;
  readonly policy: Policy;
  /** Its names for the environment, in its own order. */
  readonly environments: readonly string[];
  /** What it asks there, once for each name; every one of them holds. */
  readonly rules: readonly EnvironmentRule[];
};

/** What is asked where no policy names the environment: its changes must be approved, nothing more. */
const unnamed: EnvironmentRule = Environment.parse({});

/**
 * The valid policies, with their rules for the environment, and which of them decide: those that enforce, or all where none does.
 * Where none that decides names the environment, each asks what is asked of any.
 */
export function findGatePolicies({
  policies,
  environment,
}: Pick<ObservedGate, "policies" | "environment">): {
  readonly deciding: readonly GatePolicy[];
  /** Those that only observe beside others that enforce. */
  readonly observing: readonly GatePolicy[];
} {
  const found = policies.flatMap(({ origin, content }) =>
    content.kind === "valid" ? [applyTo(environment, origin, content.policy)] : [],
  );
  const enforcing = found.filter(({ policy }) => policy.mode === "enforce");
  const deciding = enforcing.length > 0 ? enforcing : found;
  const isNamed = deciding.some(({ rules }) => rules.length > 0);
  return {
    deciding: isNamed ? deciding : deciding.map((one) => ({ ...one, rules: [unnamed] })),
    observing: found.filter((policy) => !deciding.includes(policy)),
  };
}

function applyTo(environment: string, origin: PolicyOrigin, policy: Policy): GatePolicy {
  const named = Object.entries(policy.environments).filter(([glob]) =>
    namesEnvironment(glob, environment),
  );
  return {
    origin,
    policy,
    environments: named.map(([glob]) => glob),
    rules: named.map(([, rule]) => rule),
  };
}

/**
 * The changes that count: those that touch the component of at least one rule. A rule without a component counts every change, and so
 * does one whose component is another than the gate API named.
 */
export function findCounted(
  changes: readonly GateChange[],
  policies: readonly GatePolicy[],
  component: string | null,
): readonly GateChange[] {
  const scopes = policies.flatMap(({ policy, rules }) =>
    rules.map((rule) => findPaths(policy, rule, component)),
  );
  if (scopes.some((paths) => paths === null)) return changes;
  const paths = scopes.flatMap((scope) => scope ?? []);
  if (paths.length === 0) return changes;
  const touching = new Set(
    changesThatTouch(
      changes.map(({ change }) => change),
      paths,
    ),
  );
  return changes.filter(({ change }) => touching.has(change));
}

/** Whether what a change touches can leave it out of the gate's set: where a part of the repository is deployed. */
export function countsByComponent(
  gate: Pick<ObservedGate, "policies" | "environment" | "component">,
): boolean {
  const { deciding, observing } = findGatePolicies(gate);
  return [...deciding, ...observing].some(({ policy, rules }) =>
    rules.some((rule) => findPaths(policy, rule, gate.component) !== null),
  );
}

/** The globs of the part that is deployed; null for the whole repository. */
function findPaths(
  { releases }: Policy,
  { component: own }: EnvironmentRule,
  asked: string | null,
): readonly string[] | null {
  if (asked === null) return own?.paths ?? null;
  const known = [own, ...releases.map(({ component }) => component)];
  const named = known.filter((one) => one?.name === asked).flatMap((one) => one?.paths ?? []);
  return named.length > 0 ? named : null;
}

/**
 * Whether a rule lets the deployment pass without anybody's approval: its commit succeeded here before, and the rule does not say
 * `rollback: hold`.
 */
export function passesUnapproved(rule: EnvironmentRule, deployment: DeploymentKind): boolean {
  return rule.rollback === "release" && (deployment === "rollback" || deployment === "redeploy");
}
