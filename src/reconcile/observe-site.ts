import type { AdHocFreeze } from "#core/change/recorded-facts.ts";
import type { DeploymentCommand } from "#core/gate/deployment-commands.ts";
import type { Deployment, ReleasedGate } from "#core/gate/deployment-log.ts";
import type { Key, RepositoryName } from "#core/key.ts";
import { type EnvironmentRule, namesEnvironment } from "#core/policy/environment-names.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import type { BranchControl } from "./after-merge-ports.ts";
import type { GatePorts, KnownGate } from "./gate-ports.ts";

/** An environment as it stands now: what all its gates are decided by. */
export type Site = BranchControl & {
  readonly installationId: number;
  readonly repository: RepositoryName;
  readonly environment: string;
  /** Other environments in which a commit has to succeed first. */
  readonly before: readonly string[];
  /** Of the environment and of those before it. */
  readonly deployments: readonly Deployment[];
  /** Of the environment and of those before it. */
  readonly released: readonly ReleasedGate[];
  /** Every gate of the environment that GitHub may still know of; the oldest first. */
  readonly asked: readonly KnownGate[];
  readonly commands: readonly DeploymentCommand[];
  readonly adHocFreezes: readonly AdHocFreeze[];
};

/** GitHub gives up a job that waited for so long. */
const askedWithinMs = 30 * 24 * 3_600_000;

/** Deployments further back are not known as places to roll back to. */
const mostReleased = 200;

/** Reads an environment: two calls. Null when there is no such repository. */
export async function observeSite(
  ports: GatePorts,
  installationId: number,
  { repository, environment }: Extract<Key, { kind: "environment" }>,
  nowMs: number,
): Promise<Site | null> {
  const { github, gates, deploymentCommands } = ports;
  const control = await github.readControl(installationId, repository, null);
  if (control === null) return null;
  const before = findBefore(control.policies, environment);
  const places = [environment, ...before];
  const sinceMs = nowMs - askedWithinMs;
  const [deployments, released, asked, commands, adHocFreezes] = await Promise.all([
    github.readDeployments(installationId, repository, places),
    gates.releasedAt(repository, places, mostReleased),
    gates.askedSince(repository, environment, sinceMs),
    deploymentCommands.aboutDeployments(repository, sinceMs),
    deploymentCommands.freezesOf(repository),
  ]);
  return {
    ...control,
    ...{ installationId, repository, environment, before },
    ...{ deployments, asked, commands, adHocFreezes },
    released: released.flatMap(asReleased),
  };
}

/** The environments that the policies want a commit to have passed before this one. */
function findBefore(policies: readonly PolicySource[], environment: string): readonly string[] {
  const named = rulesOf(policies).filter(({ glob }) => namesEnvironment(glob, environment));
  return [...new Set(named.flatMap(({ rule }) => rule.after?.environment ?? []))];
}

/** Which of some environments wait for this one to succeed first. */
export function findAfter(
  policies: readonly PolicySource[],
  environment: string,
  others: readonly string[],
): readonly string[] {
  return others.filter((other) => findBefore(policies, other).includes(environment));
}

function rulesOf(
  policies: readonly PolicySource[],
): readonly { readonly glob: string; readonly rule: EnvironmentRule }[] {
  return policies.flatMap(({ content }) =>
    content.kind === "valid"
      ? Object.entries(content.policy.environments).map(([glob, rule]) => ({ glob, rule }))
      : [],
  );
}

function asReleased(gate: KnownGate): readonly ReleasedGate[] {
  const { sha, releasedAtMs } = gate;
  return sha === null || releasedAtMs === null ? [] : [{ ...gate, sha, releasedAtMs }];
}
