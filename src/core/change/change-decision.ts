import type { FreezeState } from "#core/calendar/freeze-state.ts";
import type { OwnedFile } from "#core/code-owners/match-owners.ts";
import type { Declaration } from "#core/command/declared.ts";
import type { RepositoryName } from "#core/key.ts";
import type { PolicyOrigin, PolicyProblem } from "#core/policy/policy-source.ts";
import type { ResolvedPrincipal } from "#core/policy/role.ts";
import type { Policy, Requirement } from "#core/policy/schema.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import type { RiskAssessment } from "#core/risk/risk-assessment.ts";
import type { Account } from "./facts.ts";

export type Verdict = "approved" | "waiting" | "rejected" | "invalid";
export type ChangeType = "standard" | "normal" | "emergency";

/** How far one requirement is met. It is met when nothing is missing and no obstacle stands in the way. */
export type RequirementStatus = {
  readonly requirement: Requirement;
  /** Why it is asked: the level ("high risk") or the `also` rule's name. */
  readonly because: string;
  /** What people call it: its name, else that of the `also` rule that asks it. */
  readonly label: string | null;
  /** Who the requirement names, its roles replaced by the people and teams behind them. */
  readonly from: readonly ResolvedPrincipal[];
  /** Those whose approval is used for it. */
  readonly approvedBy: readonly Account[];
  /** How many approvals are missing; of code owners at least so many. */
  readonly missing: number;
  /** The owned files whose owners it waits for: those without an owner's approval; all where more owners are needed. */
  readonly filesToApprove: readonly OwnedFile[];
  /** Why approvals alone can't meet it as things stand. */
  readonly obstacle: Obstacle | null;
};

/** Something other than a missing approval that keeps a requirement unmet. Texts are plain. */
export type Obstacle = {
  readonly kind: "last-pusher-unknown" | "no-code-owner" | "everybody-named-involved";
  /** A clause: what is in the way, e.g. "it is not known who pushed last". */
  readonly text: string;
  /** A sentence, or several: who can clear it, and how. */
  readonly whoCanResolve: string;
};

/** One person's last word on the change, and whether a policy counts it as an approval. */
export type ApprovalStatus = {
  readonly approver: Account;
  readonly commitSha: string | null;
  readonly means: "review" | "command";
  readonly counts: boolean;
  /** Whether it counts although it is of an earlier commit: the diff is identical since, and the risk did not rise. */
  readonly isKept: boolean;
  /** Completes "@login …": why it does not count and, where something would, what would. Null when it does. */
  readonly refusal: string | null;
};

/** A freeze of the change's base branch, now or to come. */
export type FreezeStatus = {
  readonly name: string;
  readonly timeZone: string;
  readonly state: FreezeState;
  /** What passes it nevertheless. */
  readonly allow: Policy["freezes"][number]["allow"];
  /** Whether this change does. */
  readonly isAllowed: boolean;
};

/** What one valid policy says of the change. */
export type PolicyDecision = {
  readonly origin: PolicyOrigin;
  readonly mode: Policy["mode"];
  readonly risk: RiskAssessment;
  /** The standard rule that matched, if any. */
  readonly standardRule: string | null;
  readonly requirements: readonly RequirementStatus[];
  /** What the policy asks only in the retrospective review, because the change is an emergency. */
  readonly owedInReview: readonly RequirementStatus[];
  readonly approvals: readonly ApprovalStatus[];
  readonly approvers: Policy["approvers"];
  readonly freezes: readonly FreezeStatus[];
};

/** Why the change waits, is rejected or is invalid; and who can resolve it. Plain text. */
export type Reason = {
  /** The policy that gives it; null where somebody's command does. */
  readonly origin: PolicyOrigin | null;
  readonly kind:
    | "approvals"
    | "obstacle"
    | "rejection"
    | "hold"
    | "freeze"
    | "overdue-review"
    | "invalid-policy";
  /** Completes "waits for …", e.g. "1 approval from @acme/sre (reliability)". */
  readonly missing: string;
  /** A sentence, or several. */
  readonly whoCanResolve: string;
  /** The files whose owners it waits for, each with its owners; cut to a length that one reads. */
  readonly filesToApprove?: readonly string[];
};

/** Pull requests that no policy controls: nothing is written there. */
export type NotControlled = {
  readonly kind: "not-controlled";
  readonly because: "no-policy" | "branch" | "not-open";
};

/** Which version of a policy file was read. */
export type PolicyVersion = {
  readonly origin: PolicyOrigin;
  readonly repository: RepositoryName;
  /** The git blob. */
  readonly blobSha: string;
};

/** What is wrong with an invalid policy file. */
export type PolicyProblems = {
  readonly origin: PolicyOrigin;
  readonly repository: RepositoryName;
  readonly problems: readonly PolicyProblem[];
};

export type ChangeDecision = {
  readonly kind: "decided";
  readonly verdict: Verdict;
  /** `observe` only when every policy observes: then the verdict is what it would have been. */
  readonly mode: Policy["mode"];
  readonly type: ChangeType;
  readonly level: RiskLevel;
  /** The highest score that a policy gave; 0 when no policy could be read. */
  readonly score: number;
  readonly policies: readonly PolicyDecision[];
  readonly reasons: readonly Reason[];
  /** Who declared the change an emergency; null unless a policy that controls the branch lets them. */
  readonly emergency: Declaration | null;
  /** Who overrode what is missing on this head commit; null unless they may. */
  readonly override: Declaration | null;
  readonly rejections: readonly Declaration[];
  readonly holds: readonly Declaration[];
  /** What an emergency may do without before it is merged, and its retrospective review has to make up for. */
  readonly owedInReview: readonly Reason[];
  readonly warnings: readonly string[];
  /** The policy files that were read, those that do not control the base branch included. */
  readonly policyVersions: readonly PolicyVersion[];
  readonly policyProblems: readonly PolicyProblems[];
  /** When the decision may change by the clock alone; ISO 8601 UTC. */
  readonly decideAgainAt: string | null;
};
