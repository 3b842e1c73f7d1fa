import { findDeploymentKind } from "./deployment-kind.ts";
import { beganAt, type Deployment, isGivenUp } from "./deployment-log.ts";
import type { GateBreach } from "./gate-breach.ts";
import type { GateRecord } from "./gate-record.ts";
import type { GateChange, GateFacts } from "./observed-gate.ts";
import { type DeploymentNews, type LateStart, renderDeploymentNews } from "./render-deployment.ts";

/** What a pull request is told of the deployments to one place. */
export type DeploymentLine = {
  readonly number: number;
  /** The environment, with the component where a gate names one. */
  readonly place: string;
  /** Markdown. */
  readonly line: string;
};

/** A gate as it was decided last, and what its deployment did that it did not mean. */
export type FollowedGate = { readonly record: GateRecord; readonly breach: GateBreach | null };

type DeploymentPlace = Parameters<typeof renderDeploymentNews>[0];

/** Of larger sets only the newest pull requests are told. */
const mostTold = 50;

/** What a set waits for changes often: larger sets are told only that they wait. */
const mostWithReasons = 10;

/**
 * What each pull request of some gates is to be told, from how each gate was decided last and how its deployment went. Of several gates in
 * one place the newest has the last word; one that was given up leaves it to the older ones, unless they had given way to it.
 *
 * @param gates the oldest gate first
 */
export function findDeploymentLines(
  gates: readonly FollowedGate[],
  deployments: readonly Deployment[],
): readonly DeploymentLine[] {
  const lines = new Map<string, DeploymentLine & { readonly kind: DeploymentNews["kind"] }>();
  const tell = (changes: readonly GateChange[], was: DeploymentPlace, news: DeploymentNews) => {
    const line = renderDeploymentNews(was, news);
    const { environment: place } = was;
    const { kind } = news;
    for (const number of findTold(changes)) {
      const name = `${place} ${number}`;
      const before = lines.get(name);
      if (kind === "given-up" && before !== undefined && before.kind !== "superseded") continue;
      lines.set(name, { number, place, line, kind });
    }
  };
  for (const gate of gates) {
    const { facts } = gate.record;
    const { environment, component, sha, baseline } = facts;
    const place = component === null ? environment : `${environment} (${component})`;
    const deployment = deploymentOf(facts, deployments);
    const news = findNews(gate, deployment);
    tell(facts.added, { environment: place, sha }, news);
    const hasSucceeded = deployment?.statuses.some(({ state }) => state === "success") === true;
    if (hasSucceeded && baseline.kind === "compared" && takesBack(facts)) {
      const was = { environment: place, sha: baseline.sha };
      tell(facts.removed, was, { kind: "rolled-back", toSha: sha });
    }
  }
  return [...lines.values()].map(({ kind: _, ...line }) => line);
}

function findTold(changes: readonly GateChange[]): readonly number[] {
  return changes
    .flatMap(({ change }) => (change.kind === "pull-request" ? [change.pullRequest.number] : []))
    .sort((a, b) => b - a)
    .slice(0, mostTold);
}

function deploymentOf(
  { wayIn }: GateFacts,
  deployments: readonly Deployment[],
): Deployment | undefined {
  return wayIn.kind === "gate-api"
    ? undefined
    : deployments.find(({ id }) => id === wayIn.deploymentId);
}

function takesBack(facts: GateFacts): boolean {
  const kind = findDeploymentKind(facts);
  return kind === "rollback" || kind === "backward" || kind === "sideways";
}

/** How the deployment went counts more than what was decided: it may have gone past us. */
function findNews(gate: FollowedGate, deployment: Deployment | undefined): DeploymentNews {
  const { state, reasons, facts } = gate.record;
  if (deployment !== undefined && beganAt(deployment) !== null && !isGivenUp(deployment)) {
    const outcome = outcomeOf(deployment);
    if (state !== "released") return { kind: "past-gate", outcome };
    const kind = outcome === "started" ? "released" : outcome;
    return { kind, late: findLateStart(gate.breach) };
  }
  switch (state) {
    case "waiting":
      if (deployment !== undefined && isGivenUp(deployment)) return { kind: "given-up" };
      return {
        kind: "waits",
        reasons: findTold(facts.added).length > mostWithReasons ? [] : reasons,
      };
    case "released":
      if (deployment !== undefined && isGivenUp(deployment)) return { kind: "failed", late: null };
      return gate.breach?.because === "not-started"
        ? { kind: "not-started" }
        : { kind: "released", late: null };
    case "superseded":
    case "rejected":
      return { kind: "superseded" };
    case "expired":
      return { kind: "expired" };
  }
}

function outcomeOf({ statuses }: Deployment): "started" | "succeeded" | "failed" {
  const has = (...states: readonly string[]) =>
    statuses.some(({ state }) => states.includes(state));
  if (has("success")) return "succeeded";
  return has("failure", "error") ? "failed" : "started";
}

function findLateStart(breach: GateBreach | null): LateStart | null {
  return breach?.because === "started-late"
    ? { atMs: Date.parse(breach.at), closed: breach.closed }
    : null;
}
