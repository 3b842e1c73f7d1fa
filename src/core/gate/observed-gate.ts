import type { Account } from "#core/change/facts.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import type { AdHocFreeze } from "#core/change/recorded-facts.ts";
import type { SetChange } from "#core/change-set/change-set.ts";
import type { MergedDecision } from "#core/change-set/merged-change.ts";
import type { RepositoryName } from "#core/key.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import type { GateName } from "./gate-request.ts";

/** One question "may this commit go to this environment?", with everything that its answer depends on, observed at one moment. */
export type ObservedGate = GateFacts & {
  /** The organisation's and the repository's policy at their default branches, where there is one; organisation first. */
  readonly policies: readonly PolicySource[];
};

/** What is known of a gate, whatever the policies. */
export type GateFacts = {
  readonly wayIn: WayIn;
  readonly repository: RepositoryName;
  readonly sha: string;
  readonly environment: string;
  /** As the gate API names it, else null: then the policy's environment says whether it is one part of a monorepo. */
  readonly component: string | null;
  /** Milliseconds since the epoch. */
  readonly requestedAtMs: number;
  readonly baseline: Baseline;
  /** What the commit would bring; empty where the baseline is not known. */
  readonly added: readonly GateChange[];
  /** What runs now and would be taken away. */
  readonly removed: readonly GateChange[];
  /** Where this very commit has succeeded, here or elsewhere. */
  readonly successes: readonly Success[];
  /** Gates for the same environment and component that were asked for after this one, but for those that were given up before they started. */
  readonly newerGates: readonly NewerGate[];
  /** Given with `/release`, to this gate. */
  readonly approvals: readonly DeploymentApproval[];
  readonly overrides: readonly GateOverride[];
  /** The repository's ad hoc freezes that have not ended. */
  readonly adHocFreezes: readonly AdHocFreeze[];
  /** Of those who approved or overrode, see {@link gateQuestions}. A missing answer means no. */
  readonly eligibility: Eligibility;
};

/** How the question came to us. A re-run is another attempt, with deployments of its own, and so another gate. */
export type WayIn =
  | (Extract<GateName, { kind: "protection-rule" }> & { readonly runAttempt: number })
  | Exclude<GateName, { kind: "protection-rule" }>;

/** The commit that last succeeded in the environment (and component), and how the one to deploy compares with it. */
export type Baseline =
  | { readonly kind: "none" }
  /** The commit is not there any more, so nothing can be compared with it. */
  | { readonly kind: "gone"; readonly sha: string }
  | {
      readonly kind: "compared";
      readonly sha: string;
      readonly succeededAtMs: number;
      /** Where the commit to deploy stands, as GitHub's comparison has it. */
      readonly status: "identical" | "ahead" | "behind" | "diverged";
      readonly added: CommitCount;
      readonly removed: CommitCount;
    };

/** How many commits were read, and how many GitHub says there are. The set is whole only where they are equal. */
type CommitCount = { readonly collected: number; readonly total: number };

/** A change of the set, with what was decided of it. */
export type GateChange = {
  readonly change: SetChange;
  /**
   * The decision on a pull request's merged content, with the approvals that it had at its merge or has been given since. Null for
   * direct pushes, and where nothing is known of it: not approved.
   */
  readonly decision: MergedDecision | null;
  /** Who had a hand in it beside the authors that `change` names: committers, co-authors, pushers. None of them can override for it. */
  readonly involved: readonly Account[];
  /** Whether who pushed it is among them, or it is known that nobody else did. */
  readonly pusherKnown: boolean;
};

export type Success = {
  readonly environment: string;
  /** Null: the whole repository. */
  readonly component: string | null;
  /** The first time, milliseconds since the epoch. */
  readonly atMs: number;
};

export type NewerGate = {
  readonly wayIn: WayIn;
  readonly sha: string;
  /** Milliseconds since the epoch. */
  readonly requestedAtMs: number;
};

/** One person's yes to one commit in one environment. */
export type DeploymentApproval = {
  readonly by: Account;
  readonly sha: string;
  readonly note: string | null;
};

/** A change-manager's responsibility for what nobody approved: `/override` on a change of the set, or on the gate itself. */
export type GateOverride = {
  readonly by: Account;
  readonly reason: string;
  /**
   * The commits for which responsibility was taken, as the set was then: by an override on one change that one and the set's direct
   * pushes, by the gate's own everything. What joined the set later is not covered.
   */
  readonly covers: readonly string[];
};
