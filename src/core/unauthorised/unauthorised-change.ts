import type { ChangeDecision, PolicyVersion } from "#core/change/change-decision.ts";
import type { Account } from "#core/change/facts.ts";
import type { GateState } from "#core/gate/gate-answer.ts";
import type { RepositoryName } from "#core/key.ts";

/**
 * A change that reached a controlled branch without being approved, or an environment without a gate that let it; or what would have held the
 * next one is gone.
 */
export type UnauthorisedChange =
  | UnauthorisedMerge
  | UnauthorisedPush
  | UnauthorisedDeployment
  | UnauthorisedRemoval;

/** A pull request that was merged while its verdict was not `approved`. */
export type UnauthorisedMerge = {
  readonly kind: "merge";
  readonly repository: RepositoryName;
  readonly branch: string;
  /** The commit with which the branch received it; the pull request's head where GitHub does not know that one any more. */
  readonly sha: string;
  /** Who merged it; null when GitHub does not tell. */
  readonly by: Account | null;
  readonly number: number;
  readonly title: string;
  readonly author: Account;
  readonly headSha: string;
  /** Milliseconds since the epoch. */
  readonly mergedAtMs: number;
  /** What was decided of the content that merged, as of the merge. */
  readonly decision: Pick<
    ChangeDecision,
    "verdict" | "level" | "type" | "reasons" | "policyVersions"
  >;
  /** The word before commands here; empty for none. */
  readonly commandPrefix: string;
};

/** A push that moved a controlled branch by something else than the merge of a pull request. */
export type UnauthorisedPush = {
  readonly kind: "push";
  readonly repository: RepositoryName;
  readonly branch: string;
  /** The branch's tip after the push. */
  readonly sha: string;
  /** The tip before; null for a branch that the push made. */
  readonly beforeSha: string | null;
  /** Who pushed; null when neither the signed delivery nor GitHub's activity log tells. */
  readonly by: Account | null;
  /** What no pull request brought, oldest first. */
  readonly commits: readonly PushedCommit[];
  /** How many commits it took off the branch: a forced push. Null when GitHub can't tell what it did. */
  readonly removed: number | null;
  /** The word before commands here; empty for none. */
  readonly commandPrefix: string;
  readonly policyVersions: readonly PolicyVersion[];
};

/** A deployment that went ahead though no gate had released it. */
export type UnauthorisedDeployment = {
  readonly kind: "deployment";
  readonly repository: RepositoryName;
  readonly environment: string;
  /** By which it is found again: `<commit>@<environment>`. */
  readonly sha: string;
  readonly commit: string;
  /** Who started the run that deployed, or made the deployment through the API; null when GitHub does not tell. */
  readonly by: Account | null;
  /** The people that GitHub has on its list of who let the run deploy there. */
  readonly passedBy: readonly Account[];
  readonly how: HowPast;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** How its gate stands; null when nobody asked for one. */
  readonly gate: GateState | null;
  readonly policyVersions: readonly PolicyVersion[];
};

/** How a deployment got past its gate. */
type HowPast =
  /** Its job waited for us, and somebody let it start. */
  | "bypassed"
  /** Its job had no protection rule of ours to wait for. */
  | "no-rule"
  /** Its job did not ask us, though our rule is there now. */
  | "unasked"
  /** It was made through the API, and did not wait for its status. */
  | "api"
  | "unknown";

/** Our protection rule was taken off an environment that a policy names. */
export type UnauthorisedRemoval = {
  readonly kind: "protection-rule";
  readonly repository: RepositoryName;
  readonly environment: string;
  /** By which it is found again: `rule@<environment>@<when it was there last>`. */
  readonly sha: string;
  /** GitHub does not tell. */
  readonly by: null;
  /** When it was known to be there last, and when it was found missing, milliseconds since the epoch. */
  readonly knownAtMs: number;
  readonly missedAtMs: number;
  readonly policyVersions: readonly PolicyVersion[];
};

/** A commit as its author wrote it. */
export type PushedCommit = {
  readonly sha: string;
  /** The first line of its message. */
  readonly subject: string;
  readonly author: { readonly name: string; readonly account: Account | null };
};
