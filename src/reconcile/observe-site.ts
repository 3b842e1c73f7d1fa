import type { AdHocFreeze } from "#core/change/recorded-facts.ts";
import { RetryLater } from "#core/errors.ts";
import type { DeploymentCommand } from "#core/gate/deployment-commands.ts";
import { type Deployment, findSuccessTimes, type ReleasedGate } from "#core/gate/deployment-log.ts";
import type { GateOverride } from "#core/gate/observed-gate.ts";
import type { Key, RepositoryName } from "#core/key.ts";
import { type EnvironmentRule, namesEnvironment } from "#core/policy/environment-names.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import type { BranchControl } from "./after-merge-ports.ts";
import type { GatePorts, GateStore, KnownGate } from "./gate-ports.ts";

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
  readonly overridesOfPushes: readonly GateOverride[];
  /** Whether this is the look before what can't be taken back: what is kept of merged changes is held against GitHub. */
  readonly isLast: boolean;
};

/** How an environment is looked at. */
export type SiteLook = {
  /** Failed attempts so far. */
  readonly attempts: number;
  readonly nowMs: number;
  readonly isLast: boolean;
};

/** GitHub gives up a job that waited for so long. */
const askedWithinMs = 30 * 24 * 3_600_000;

/** An event can arrive before GitHub shows what it is about. With the queue's back-off these are some ten seconds. */
const mostLooksForNew = 4;

/** Reads an environment: two calls, and one for each gate that is new. Null when there is no such repository. */
export async function observeSite(
  ports: GatePorts,
  installationId: number,
  { repository, environment }: Extract<Key, { kind: "environment" }>,
  look: SiteLook,
): Promise<Site | null> {
  const { github, gates, deploymentCommands } = ports;
  const { nowMs, isLast } = look;
  const control = await github.readControl(installationId, repository, null);
  if (control === null) return null;
  const before = findBefore(control.policies, environment);
  const places = [environment, ...before];
  const sinceMs = nowMs - askedWithinMs;
  const deployments = await github.readDeployments(installationId, repository, places);
  for (const gate of await gates.openAt(repository, environment)) {
    if (gate.sha === null) await learnFacts(ports, installationId, gate, deployments, look);
  }
  const open = await gates.openAt(repository, environment);
  const shas = open.flatMap(({ sha }) => sha ?? []);
  const [stored, asked, commands, adHocFreezes, overridesOfPushes] = await Promise.all([
    gates.released(repository, { environments: places, shas }),
    gates.askedSince(repository, environment, sinceMs),
    deploymentCommands.aboutDeployments(repository, sinceMs),
    deploymentCommands.freezesOf(repository),
    ports.unauthorised.overridesOfPushes(repository),
  ]);
  const released = stored.flatMap(asReleased);
  await noteSuccesses(gates, released, deployments);
  return {
    ...control,
    ...{ installationId, repository, environment, before },
    ...{ deployments, released, asked, commands, adHocFreezes, overridesOfPushes, isLast },
  };
}

/** Reads what a gate is about, once. One that GitHub does not know any more is closed. */
async function learnFacts(
  { github, gates }: GatePorts,
  installationId: number,
  gate: KnownGate,
  deployments: readonly Deployment[],
  { attempts }: SiteLook,
): Promise<void> {
  const { repository, name } = gate;
  if (name.kind === "gate-api") return;
  const sha = deployments.find(({ id }) => id === name.deploymentId)?.sha ?? null;
  const facts = await github.readGateFacts(installationId, repository, name, sha);
  if (facts !== null) await gates.noteFacts(gate, facts);
  else if (attempts >= mostLooksForNew) await gates.close(repository, name);
  else throw new RetryLater("GitHub does not show the deployment yet.");
}

/** Keeps which deployments succeeded while GitHub shows it: what runs in an environment must not be forgotten, however many others follow. */
async function noteSuccesses(
  gates: Pick<GateStore, "noteSuccess">,
  released: readonly ReleasedGate[],
  deployments: readonly Deployment[],
): Promise<void> {
  for (const gate of released) {
    const seen = findSuccessTimes(gate, deployments);
    if (seen === null) continue;
    const { success } = gate;
    if (success?.atMs === seen.atMs && success.lastAtMs === seen.lastAtMs) continue;
    await gates.noteSuccess(gate, seen);
  }
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
