import type { RepositoryName } from "#core/key.ts";
import type { PolicyOrigin, PolicyProblem } from "#core/policy/policy-source.ts";
import type { Requirement } from "#core/policy/schema.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import type { RiskAssessment } from "#core/risk/risk-assessment.ts";
import type { Account } from "./facts.ts";

export type Verdict = "approved" | "waiting" | "rejected" | "invalid";
export type ChangeType = "standard" | "normal" | "emergency";

/** How far one requirement is met. */
export type RequirementStatus = {
  readonly requirement: Requirement;
  /** Why it is asked: the level ("high risk") or the `also` rule's name. */
  readonly because: string;
  readonly approvedBy: readonly Account[];
  /** How many approvals are missing; 0 when met. */
  readonly missing: number;
  /** Why it can't be met as things stand, beyond missing approvals (e.g. the last pusher is unknown). */
  readonly obstacle: string | null;
};

/** One person's latest approval, and whether a policy counts it. */
export type ApprovalStatus = {
  readonly approver: Account;
  readonly commitSha: string | null;
  readonly counts: boolean;
  /** Why it does not count; null when it does. */
  readonly refusal: string | null;
};

/** What one valid policy says of the change. */
export type PolicyDecision = {
  readonly origin: PolicyOrigin;
  readonly mode: "enforce" | "observe";
  readonly risk: RiskAssessment;
  /** The standard rule that matched, if any. */
  readonly standardRule: string | null;
  readonly requirements: readonly RequirementStatus[];
  readonly approvals: readonly ApprovalStatus[];
};

/** Why the change waits, is rejected or is invalid; and who can resolve it. Plain text. */
export type Reason = {
  readonly origin: PolicyOrigin;
  /** Completes the title "<Level> risk: …", e.g. "waits for 1 of @acme/sre". */
  readonly missing: string;
  readonly whoCanResolve: string;
};

/** Pull requests that no policy controls: nothing is written there. */
export type NotControlled = {
  readonly kind: "not-controlled";
  readonly because: "no-policy" | "branch" | "not-open";
};

export type ChangeDecision = {
  readonly kind: "decided";
  readonly verdict: Verdict;
  /** `observe` only when every policy observes. */
  readonly mode: "enforce" | "observe";
  readonly type: ChangeType;
  readonly level: RiskLevel;
  readonly score: number;
  readonly policies: readonly PolicyDecision[];
  readonly reasons: readonly Reason[];
  readonly warnings: readonly string[];
  readonly policyVersions: readonly {
    readonly origin: PolicyOrigin;
    readonly repository: RepositoryName;
    readonly blobSha: string;
  }[];
  /** Problems of an invalid policy file, by origin. */
  readonly policyProblems: readonly {
    readonly origin: PolicyOrigin;
    readonly problems: readonly PolicyProblem[];
  }[];
  /** When the decision may change by the clock alone; ISO 8601 UTC. */
  readonly decideAgainAt: string | null;
};
