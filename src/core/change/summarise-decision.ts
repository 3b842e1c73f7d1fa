import { asksCodeOwners } from "#core/approval/asked-principals.ts";
import { digestDiff } from "#core/approval/digest-diff.ts";
import { mostFiles } from "#core/approval/requirement-words.ts";
import type { Declaration } from "#core/command/declared.ts";
import { formatRepository } from "#core/key.ts";
import { type JsonValue, wellFormed } from "#core/ledger/json.ts";
import { formatPrincipal } from "#core/policy/principal.ts";
import { isSameAccount } from "./account.ts";
import type {
  ApprovalStatus,
  ChangeDecision,
  PolicyDecision,
  RequirementStatus,
} from "./change-decision.ts";
import type { Account } from "./facts.ts";
import { findHolding } from "./freezes.ts";
import type { ObservedChange } from "./observed-change.ts";

/**
 * A decision as its ledger entry holds it: what was decided on which commit by which policies, why, and who approved.
 * It names no base commit: that moves without changing a decision. `diff` tells whether two heads change the same, see `digestDiff`. Equal summaries need no second entry.
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
    diff: digestDiff(facts),
    base: facts.baseBranch,
    policies: decision.policyVersions.map((version) => ({
      origin: version.origin,
      repository: formatRepository(version.repository),
      blob: version.blobSha,
      ...summarisePolicy(decision.policies.find(({ origin }) => origin === version.origin)),
    })),
    ...summariseCommands(decision),
    ...(codeOwners !== null && asksCodeOwners(decision.policies)
      ? { codeOwners: { path: codeOwners.path, blob: codeOwners.blobSha } }
      : {}),
    reasons: decision.reasons.map(({ origin, missing }) => ({ origin, missing })),
  });
}

/** The commands that the decision rests on, beside approvals; where there are none the entry does not speak of them. */
function summariseCommands(decision: ChangeDecision) {
  const { emergency, override, rejections, holds, owedInReview } = decision;
  return {
    ...(emergency === null ? {} : { emergency: summariseDeclaration(emergency) }),
    ...(override === null ? {} : { override: summariseDeclaration(override) }),
    ...(rejections.length === 0 ? {} : { rejections: rejections.map(summariseDeclaration) }),
    ...(holds.length === 0 ? {} : { holds: holds.map(summariseDeclaration) }),
    ...(owedInReview.length === 0
      ? {}
      : { owedInReview: owedInReview.map(({ origin, missing }) => ({ origin, missing })) }),
  };
}

function summariseDeclaration({ by: { id, login }, atMs, reason }: Declaration) {
  return { by: { id, login }, at: new Date(atMs).toISOString(), reason };
}

function summarisePolicy(policy: PolicyDecision | undefined) {
  if (policy === undefined) return {};
  const { mode, risk, standardRule, requirements, approvals } = policy;
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
      ...(risk.lowered === undefined ? {} : { lowered: risk.lowered }),
    },
    requirements: requirements.map((status) => summariseRequirement(status, approvals)),
    freezes: findHolding(policy).map(({ name, state }) => ({
      name,
      until: new Date(state.untilMs).toISOString(),
    })),
  };
}

function summariseRequirement(status: RequirementStatus, approvals: readonly ApprovalStatus[]) {
  const approvalBy = (account: Account) =>
    approvals.find(({ approver }) => isSameAccount(approver, account));
  return {
    label: status.label,
    because: status.because,
    from: status.from.map(formatPrincipal),
    count: status.requirement.count,
    approvals: status.approvedBy.map((account) => ({
      id: account.id,
      login: account.login,
      commit: approvalBy(account)?.commitSha ?? null,
      ...(approvalBy(account)?.means === "command" ? { means: "command" } : {}),
    })),
    ...(status.filesToApprove.length > 0
      ? { filesToApprove: status.filesToApprove.slice(0, mostFiles).map(({ path }) => path) }
      : {}),
    obstacle: status.obstacle?.kind ?? null,
  };
}
