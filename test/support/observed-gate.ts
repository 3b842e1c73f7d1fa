import type { Account } from "#core/change/facts.ts";
import type { SetChange } from "#core/change-set/change-set.ts";
import type { MergedDecision } from "#core/change-set/merged-change.ts";
import type {
  Baseline,
  DeploymentApproval,
  GateChange,
  GateOverride,
  ObservedGate,
} from "#core/gate/observed-gate.ts";
import { alice } from "./facts.ts";
import { policySource } from "./policy.ts";
import { mergedPullRequest, rangeCommit } from "./range-commit.ts";

/** The commit to deploy, and the one that runs in production. */
export const gateSha = "5d6e7f8".padEnd(40, "0");
export const baselineSha = "9f8e7d6".padEnd(40, "0");

/** A Thursday; milliseconds since the epoch. */
export const gateNow = Date.parse("2026-11-19T12:00:00Z");
export const hourMs = 3_600_000;

/** The commit with which a pull request of these tests was merged. */
export function mergeShaOf(number: number): string {
  return number.toString(16).padStart(7, "a").padEnd(40, "0");
}

/** Alice's merged pull request, approved unless the decision says otherwise. */
export function gateChange(
  number: number,
  decision: Partial<MergedDecision> | null = {},
  paths: readonly string[] | null = null,
): GateChange {
  const sha = mergeShaOf(number);
  const change: SetChange = {
    kind: "pull-request",
    pullRequest: mergedPullRequest(number, sha, { paths }),
    commits: [rangeCommit(sha, [])],
  };
  return {
    change,
    decision: decision && {
      verdict: "approved",
      type: "normal",
      level: "low",
      mode: "enforce",
      reasons: [],
      ...decision,
    },
    involved: [],
    pusherKnown: true,
  };
}

/** A merged pull request that lacks one approval of the reliability team. */
export function unapprovedChange(number: number): GateChange {
  return gateChange(number, {
    verdict: "waiting",
    level: "high",
    reasons: [
      {
        missing: "1 approval from @acme/sre (reliability)",
        whoCanResolve:
          "Any member of @acme/sre who did not author, commit or push this change can give it.",
      },
    ],
  });
}

/** A commit of alice's that came without a pull request; she pushed it. */
export function directPush(sha: string, overrides: Partial<GateChange> = {}): GateChange {
  return {
    change: { kind: "direct-push", commit: rangeCommit(sha.padEnd(40, "0"), []) },
    decision: null,
    involved: [alice],
    pusherKnown: true,
    ...overrides,
  };
}

/** The same change, brought by these commits. */
export function withCommits(gateChange: GateChange, ...shas: readonly string[]): GateChange {
  if (gateChange.change.kind === "direct-push") return gateChange;
  const commits = shas.map((sha) => rangeCommit(sha, []));
  return { ...gateChange, change: { ...gateChange.change, commits } };
}

/** Where the commit to deploy stands beside the one that runs; every commit was read. */
export function compared(
  status: Extract<Baseline, { kind: "compared" }>["status"],
  overrides: Partial<Extract<Baseline, { kind: "compared" }>> = {},
): Baseline {
  const none = { collected: 0, total: 0 };
  const some = { collected: 5, total: 5 };
  return {
    kind: "compared",
    sha: baselineSha,
    succeededAtMs: gateNow - 48 * hourMs,
    status,
    added: status === "ahead" || status === "diverged" ? some : none,
    removed: status === "behind" || status === "diverged" ? some : none,
    ...overrides,
  };
}

/** `/release` by somebody, of the gate's commit. */
export function releasedBy(by: Account, sha = gateSha): DeploymentApproval {
  return { by, sha, note: null };
}

/** `/override` by somebody who answers for these changes. */
export function overrideBy(by: Account, ...changes: readonly GateChange[]): GateOverride {
  const covers = changes.flatMap(({ change }) =>
    change.kind === "direct-push" ? [change.commit.sha] : change.commits.map(({ sha }) => sha),
  );
  return { by, reason: "it has to go out", covers };
}

/** A job that waits to deploy one approved change to acme/shop's production, of which the policy asks nothing else. */
export function observedGate(overrides: Partial<ObservedGate> = {}): ObservedGate {
  return {
    wayIn: { kind: "protection-rule", runId: 7001, runAttempt: 1, deploymentId: 1 },
    repository: { owner: "acme", name: "shop" },
    sha: gateSha,
    environment: "production",
    component: null,
    requestedAtMs: gateNow - hourMs,
    policies: [policySource({ environments: { production: {} } })],
    baseline: compared("ahead"),
    added: [gateChange(12)],
    removed: [],
    successes: [],
    newerGates: [],
    approvals: [],
    overrides: [],
    adHocFreezes: [],
    eligibility: { permissions: {}, teams: {} },
    ...overrides,
  };
}
