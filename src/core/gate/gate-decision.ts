import type {
  NotControlled,
  PolicyVersion,
  RequirementStatus,
} from "#core/change/change-decision.ts";
import type { Account } from "#core/change/facts.ts";
import type { PolicyOrigin } from "#core/policy/policy-source.ts";
import type { Policy } from "#core/policy/schema.ts";
import type { GateState } from "./gate-answer.ts";
import type { GateChange } from "./observed-gate.ts";

/** What a deployment does to the environment, by where its commit stands beside the baseline. */
export type DeploymentKind =
  /** Nothing is known to run there. */
  | "first"
  | "forward"
  /** To a commit beside the baseline: it brings changes and takes others away. */
  | "sideways"
  /** The commit that runs there now. */
  | "redeploy"
  /** Back to a commit that succeeded there before. */
  | "rollback"
  /** Back to a commit that never ran there. */
  | "backward";

/** Why the gate is not released. Texts are plain. */
export type GateReason = {
  readonly kind:
    | "policy-missing"
    | "invalid-policy"
    | "incomplete"
    | "change"
    | "direct-push"
    | "acceptance"
    | "approvals"
    | "after"
    | "freeze"
    | "window"
    | "superseded"
    | "expired";
  /** The policy that asks; null where the reason is none of a single policy's. */
  readonly origin: PolicyOrigin | null;
  /** Completes "waits for …", e.g. "the deployment window, Monday 2026-11-23 09:00 Europe/Berlin". */
  readonly missing: string;
  /** A sentence, or several. */
  readonly whoCanResolve: string;
  /** When it resolves itself, milliseconds since the epoch; null when somebody has to act. */
  readonly resolvesAtMs: number | null;
};

/** What one policy asks of the deployment itself, and what it has got. */
export type PolicyGateDecision = {
  readonly origin: PolicyOrigin;
  readonly mode: Policy["mode"];
  /** The policy's names for the environment, globs among them. Empty when it does not name it. */
  readonly environments: readonly string[];
  readonly requirements: readonly RequirementStatus[];
  readonly reasons: readonly GateReason[];
};

/** A change that passes though nobody approved it, and the change-managers who answer for it. */
export type Overridden = { readonly change: GateChange; readonly by: readonly Account[] };

export type GateDecision = {
  readonly kind: "decided";
  /** A job whose gate is `superseded` is left waiting for an hour, then `rejected`. Nothing else ever is: "not yet" is `waiting`. */
  readonly state: GateState;
  /** `observe` only when every policy observes: then the gate is released, and `wouldHold` says what it would have waited for. */
  readonly mode: Policy["mode"];
  readonly deployment: DeploymentKind;
  /** What the gate waits for, the most urgent first. Empty exactly when it is released. */
  readonly reasons: readonly GateReason[];
  /** What policies that only observe would have held it for. */
  readonly wouldHold: readonly GateReason[];
  /** The changes that count here: those of the component, both added and removed. */
  readonly added: readonly GateChange[];
  readonly removed: readonly GateChange[];
  readonly overridden: readonly Overridden[];
  readonly policies: readonly PolicyGateDecision[];
  readonly policyVersions: readonly PolicyVersion[];
  /** When the decision may change by the clock alone; ISO 8601 UTC, null when it is final. */
  readonly decideAgainAt: string | null;
};

/** A deployment made through the API where there is no policy: nobody asked us. */
export type GateNotControlled = NotControlled & { readonly because: "no-policy" };
