import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { formatRepository } from "#core/key.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import { formatPrincipal } from "#core/policy/principal.ts";
import type { ChangeDecision, PolicyDecision, RequirementStatus } from "./change-decision.ts";
import type { ObservedChange } from "./observed-change.ts";

/**
 * A decision as its ledger entry holds it: what was decided on which commit by which policies, why, and who approved.
 * Plain JSON. It names no base commit: that moves without changing a decision.
 */
export function summariseDecision(
  { headSha, facts }: Pick<ObservedChange, "headSha" | "facts">,
  decision: ChangeDecision,
): JsonValue {
  return {
    verdict: decision.verdict,
    mode: decision.mode,
    type: decision.type,
    level: decision.level,
    score: decision.score,
    head: headSha,
    base: facts.baseBranch,
    policies: decision.policyVersions.map((version) => ({
      origin: version.origin,
      repository: formatRepository(version.repository),
      blob: version.blobSha,
      ...summarisePolicy(
        decision.policies.find(({ origin }) => origin === version.origin),
        headSha,
      ),
    })),
    reasons: decision.reasons.map(({ origin, missing }) => ({ origin, missing })),
  };
}

function summarisePolicy(policy: PolicyDecision | undefined, headSha: string) {
  if (policy === undefined) return {};
  const { mode, risk, standardRule, requirements } = policy;
  return {
    mode,
    standardRule,
    risk: {
      score: risk.score,
      level: risk.level,
      factors: risk.factors
        .filter(({ points }) => points !== 0)
        .map(({ name, points, observed }) => ({ name, points, observed: observed.toWellFormed() })),
      floors: risk.floors.map(({ name, atLeast }) => ({ name, atLeast })),
    },
    requirements: requirements.map((status) => summariseRequirement(status, headSha)),
  };
}

function summariseRequirement(status: RequirementStatus, headSha: string) {
  return {
    label: status.label,
    because: status.because,
    from: status.from.map(formatPrincipal),
    count: status.requirement.count,
    approvals: status.approvedBy.map(({ id, login }) => ({ id, login, commit: headSha })),
    obstacle: status.obstacle?.kind ?? null,
  };
}

/** The SHA-256 of a summary's canonical JSON (RFC 8785) in hex: an equal one needs no new ledger entry. */
export function decisionDigest(summary: JsonValue): string {
  return createHash("sha256")
    .update(canonicalize(summary) ?? "")
    .digest("hex");
}
