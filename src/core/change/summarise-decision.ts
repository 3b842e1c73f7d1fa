import { asksCodeOwners } from "#core/approval/asked-principals.ts";
import { mostFiles } from "#core/approval/requirement-words.ts";
import { formatRepository } from "#core/key.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import { formatPrincipal } from "#core/policy/principal.ts";
import type { ChangeDecision, PolicyDecision, RequirementStatus } from "./change-decision.ts";
import { findHolding } from "./freezes.ts";
import type { ObservedChange } from "./observed-change.ts";

/**
 * A decision as its ledger entry holds it: what was decided on which commit by which policies, why, and who approved.
 * It names no base commit: that moves without changing a decision. Equal summaries need no second entry.
 */
export function summariseDecision(
  { headSha, facts, codeOwners }: Pick<ObservedChange, "headSha" | "facts" | "codeOwners">,
  decision: ChangeDecision,
): JsonValue {
  return wellFormed({
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
    ...(codeOwners !== null && asksCodeOwners(decision.policies)
      ? { codeOwners: { path: codeOwners.path, blob: codeOwners.blobSha } }
      : {}),
    reasons: decision.reasons.map(({ origin, missing }) => ({ origin, missing })),
  });
}

/** The same with every half of a surrogate pair replaced: an odd name must not keep a decision from being recorded. */
function wellFormed(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value), (_key, part) =>
    typeof part === "string" ? part.toWellFormed() : part,
  );
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
        .map(({ name, points, observed }) => ({ name, points, observed })),
      floors: risk.floors.map(({ name, atLeast }) => ({ name, atLeast })),
    },
    requirements: requirements.map((status) => summariseRequirement(status, headSha)),
    freezes: findHolding(policy).map(({ name, state }) => ({
      name,
      until: new Date(state.untilMs).toISOString(),
    })),
  };
}

function summariseRequirement(status: RequirementStatus, headSha: string) {
  return {
    label: status.label,
    because: status.because,
    from: status.from.map(formatPrincipal),
    count: status.requirement.count,
    approvals: status.approvedBy.map(({ id, login }) => ({ id, login, commit: headSha })),
    ...(status.filesToApprove.length > 0
      ? { filesToApprove: status.filesToApprove.slice(0, mostFiles).map(({ path }) => path) }
      : {}),
    obstacle: status.obstacle?.kind ?? null,
  };
}
