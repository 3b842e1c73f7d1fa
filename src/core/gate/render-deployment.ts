import { asCode, asProse } from "#core/text/markdown.ts";
import { capitalised, clipped, formatMinute, shortSha } from "#core/text/words.ts";
import type { GateDecision, GateReason } from "./gate-decision.ts";
import { listWaiting } from "./waiting-words.ts";

/** What became of a deployment that contains a change. */
export type DeploymentNews =
  | { readonly kind: "waits"; readonly reasons: readonly Pick<GateReason, "missing">[] }
  | { readonly kind: "released" | "succeeded" | "failed"; readonly late: LateStart | null }
  /** It went on although its gate had not released it. */
  | { readonly kind: "past-gate"; readonly outcome: "started" | "succeeded" | "failed" }
  /** An hour after its release. */
  | { readonly kind: "not-started" }
  | { readonly kind: "superseded" | "expired" | "given-up" }
  /** A later deployment took the change away again. */
  | { readonly kind: "rolled-back"; readonly toSha: string };

/** A released deployment started only when it would have waited for something again. */
export type LateStart = {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** Each completes "waits for …". */
  readonly closed: readonly string[];
};

const longestWaiting = 600;

/** One line of Markdown for the pull request whose change is deployed. */
export function renderDeploymentNews(
  { environment, sha }: { readonly environment: string; readonly sha: string },
  news: DeploymentNews,
): string {
  const deployment = `Deployment to ${asCode(environment)}`;
  const commit = asCode(shortSha(sha));
  switch (news.kind) {
    case "waits":
      return news.reasons.length === 0
        ? `**${deployment} waits.** (${commit})`
        : `**${deployment} waits** for ${listWaiting(news.reasons, longestWaiting, asProse)}. (${commit})`;
    case "released":
      return `**${deployment} is released.**${tellLate(news.late)} (${commit})`;
    case "not-started":
      return `**${deployment} is released, and had not started an hour later.** Another rule of the environment may hold it, or it has no runner. (${commit})`;
    case "past-gate":
      return `**${deployment} ${news.outcome}** past its gate, which had not released it. (${commit})`;
    case "superseded":
      return `**${deployment} is superseded** by a later one. (${commit})`;
    case "expired":
      return `**${deployment} has expired**: nobody released it in 29 days. (${commit})`;
    case "given-up":
      return `**${deployment} was given up** before it started. (${commit})`;
    case "succeeded":
      return `**${deployment} succeeded.**${tellLate(news.late)} (${commit})`;
    case "failed":
      return `**${deployment} failed.**${tellLate(news.late)} (${commit})`;
    case "rolled-back":
      return `**${deployment} was rolled back** to ${asCode(shortSha(news.toSha))}. (${commit})`;
  }
}

function tellLate(late: LateStart | null): string {
  if (late === null) return "";
  const things = late.closed.map((missing) => ({ missing }));
  return ` It started on ${formatMinute(late.atMs)} UTC, when it would have waited for ${listWaiting(things, longestWaiting, asProse)}.`;
}

/** The commit status of a deployment made through the API. */
export type DeployStatus = {
  readonly context: string;
  readonly state: "pending" | "success" | "failure";
  /** Plain text, at most 140 characters. */
  readonly description: string;
};

/** GitHub's limit for a commit status's description. */
const longestDescription = 140;

/** `sluice/deploy: <environment>`: only a success lets a deployment with required contexts be made. */
export function renderDeployStatus(environment: string, decision: GateDecision): DeployStatus {
  const { state } = decision;
  const description = describeStatus(decision);
  return {
    context: `sluice/deploy: ${environment}`,
    state: state === "released" ? "success" : state === "waiting" ? "pending" : "failure",
    description: clipped(description, longestDescription),
  };
}

function describeStatus({ state, mode, reasons, wouldHold }: GateDecision): string {
  if (state !== "released") {
    const before = state === "waiting" ? "Waits for " : `${capitalised(state)}: waits for `;
    return before + listWaiting(reasons, longestDescription - before.length);
  }
  if (mode === "enforce" || wouldHold.length === 0) return "Released";
  const before = "Only observed, would wait for ";
  return before + listWaiting(wouldHold, longestDescription - before.length);
}
