import {
  asApprovals,
  type DeploymentCommand,
  findGateOverrides,
  findOverridesOfPushes,
  findReleaseCommands,
} from "#core/gate/deployment-commands.ts";
import {
  findBaseline,
  findReleasedSuccesses,
  findSuccesses,
  type SucceededCommit,
} from "#core/gate/deployment-log.ts";
import { findNewerGates, wayInOf } from "#core/gate/find-newer-gates.ts";
import { countsByComponent } from "#core/gate/gate-policies.ts";
import { gateQuestions } from "#core/gate/gate-questions.ts";
import type { ObservedGate, Success } from "#core/gate/observed-gate.ts";
import type { GatePorts, KnownGate } from "./gate-ports.ts";
import type { Site } from "./observe-site.ts";
import { type ReadSet, readChangeSet } from "./read-change-set.ts";

/** A gate of which it is known what it is about. */
export type GateOfCommit = KnownGate & { readonly sha: string };

/**
 * Observes a gate: what its commit brings and takes away, who approved that, and who may. Where every change is known and approved it costs a
 * call for 100 commits, once.
 */
export async function observeGate(
  ports: GatePorts,
  site: Site,
  gate: GateOfCommit,
  nowMs: number,
): Promise<ObservedGate> {
  const { installationId, repository, environment, policies, adHocFreezes } = site;
  const { sha, component, requestedAtMs } = gate;
  const own = findReleasedSuccesses(environment, site.released, site.deployments);
  const elsewhere = site.before.flatMap((place) =>
    findSuccesses(place, site.released, site.deployments),
  );
  const { added, ...set } = await readSets(ports, site, gate, findBaseline(own, component), nowMs);
  const askedAtMs = firstAskedAt(site, gate);
  const releases = findReleaseCommands(site.commands, { environment, askedAtMs });
  const contained = await findContained(ports, site, gate, { releases, added });
  const headOf = (number: number) => added.merged.get(number)?.headSha ?? null;
  const asked = { added: added.changes, askedAtMs };
  const observed = {
    ...{ wayIn: wayInOf(gate), repository, sha, environment, component, requestedAtMs },
    ...{ policies, adHocFreezes, ...set, added: added.changes },
    successes: successesOf(sha, [...own, ...elsewhere]),
    newerGates: findNewerGates(gate, site.asked, site.deployments),
    approvals: asApprovals(contained, sha),
    overrides: [
      ...findGateOverrides(site.commands, asked, headOf),
      ...findOverridesOfPushes(site.overridesOfPushes, added.changes),
    ],
  };
  const questions = gateQuestions(observed);
  const eligibility = await ports.github.eligibilityOf(installationId, repository, questions);
  return { ...observed, eligibility };
}

/** Where a commit succeeded, each time once. */
function successesOf(sha: string, all: readonly SucceededCommit[]): readonly Success[] {
  const found = all
    .filter((success) => success.sha === sha)
    .map(({ environment, component, atMs }) => ({ environment, component, atMs }));
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

const nothing: ReadSet = { changes: [], merged: new Map() };

type Sets = Pick<ObservedGate, "baseline" | "removed"> & { readonly added: ReadSet };

/** What lies between the baseline and the commit, both ways. */
async function readSets(
  ports: GatePorts,
  site: Site,
  { sha, component }: GateOfCommit,
  baseline: SucceededCommit | null,
  nowMs: number,
): Promise<Sets> {
  const isReadable = site.policies.some(({ content }) => content.kind === "valid");
  if (baseline === null || !isReadable) {
    return { baseline: { kind: "none" }, added: nothing, removed: [] };
  }
  const { installationId, repository } = site;
  const compare = (baseSha: string, headSha: string) =>
    ports.github.compareCommits(installationId, repository, { baseSha, headSha });
  const brought = await compare(baseline.sha, sha);
  const taken = brought && (brought.behind > 0 ? await compare(sha, baseline.sha) : noCommits);
  if (brought === null || taken === null) {
    return { baseline: { kind: "gone", sha: baseline.sha }, added: nothing, removed: [] };
  }
  const { commits } = brought;
  const byComponent = countsByComponent({ ...site, component });
  const added = await readChangeSet(ports, site, { headSha: sha, commits, byComponent }, nowMs);
  const back = { headSha: baseline.sha, commits: taken.commits, byComponent };
  const removed = await readChangeSet(ports, site, back, nowMs);
  return {
    baseline: {
      kind: "compared",
      sha: baseline.sha,
      succeededAtMs: baseline.lastAtMs,
      status: brought.status,
      added: { collected: commits.length, total: brought.total },
      removed: { collected: taken.commits.length, total: brought.behind },
    },
    added,
    removed: removed.changes,
  };
}

const noCommits = { commits: [] } as const;

/** When a gate for this commit was first asked for; by GitHub's clock, where GitHub knows. */
function firstAskedAt({ asked, deployments }: Site, gate: GateOfCommit): number {
  const moments = asked
    .filter(({ sha }) => sha === gate.sha)
    .map(({ name, requestedAtMs }) => {
      if (name.kind === "gate-api") return requestedAtMs;
      return deployments.find(({ id }) => id === name.deploymentId)?.createdAtMs ?? requestedAtMs;
    });
  return moments.length === 0 ? gate.requestedAtMs : Math.min(...moments);
}

/** Of `/release` commands those that were given on pull requests that the commit contains. */
async function findContained(
  { github, mergedChanges }: GatePorts,
  { installationId, repository }: Site,
  { sha }: GateOfCommit,
  { releases, added }: { readonly releases: readonly DeploymentCommand[]; readonly added: ReadSet },
): Promise<readonly DeploymentCommand[]> {
  const elsewhere = releases.filter(({ number }) => !added.merged.has(number));
  const numbers = [...new Set(elsewhere.map(({ number }) => number))];
  const contained = new Set(added.merged.keys());
  for (const { pullRequest } of await mergedChanges.numbered(repository, numbers)) {
    const baseSha = pullRequest.mergeCommitSha;
    const found = await github.compareCommits(installationId, repository, {
      baseSha,
      headSha: sha,
    });
    if (found !== null && found.behind === 0) contained.add(pullRequest.number);
  }
  return releases.filter(({ number }) => contained.has(number));
}
