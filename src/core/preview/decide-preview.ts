import type { ChangeDecision, NotControlled } from "#core/change/change-decision.ts";
import { decideUnapproved } from "#core/change/decide-unapproved.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import type { PolicyOrigin, PolicyProblem, PolicySource } from "#core/policy/policy-source.ts";
import type { Policy } from "#core/policy/schema.ts";
import { describePolicyChange } from "./describe-policy-change.ts";
import type { PolicyChange } from "./find-policy-change.ts";
import { type PastComparison, type PastSubject, replayPast } from "./replay-past.ts";

/** The policy file at a change's head: what it says, that it is gone, or why it can't be told. */
export type PolicyAtHead =
  | { readonly kind: "file"; readonly file: Pick<PolicySource, "blobSha" | "content"> }
  | { readonly kind: "removed" }
  | { readonly kind: "unavailable"; readonly because: string };

/** What the change of a policy would mean. It is shown and decides nothing: the policy of the base branch decides. */
export type PolicyPreview =
  | { readonly kind: "unavailable"; readonly because: string }
  | {
      readonly kind: "invalid";
      readonly origin: PolicyOrigin;
      readonly problems: readonly PolicyProblem[];
    }
  | ComparedPolicies;

export type ComparedPolicies = {
  readonly kind: "compared";
  readonly origin: PolicyOrigin;
  readonly removed: boolean;
  /** What would change, sentence by sentence; null when the policy of today can't be read. */
  readonly differences: readonly string[] | null;
  /** What is decided of this very change while nobody has approved it; `before` is null when today's policies can't be used. */
  readonly thisChange: { readonly before: Decision | null; readonly after: Decision };
  /** Null when no past change can be decided anew. */
  readonly past: PastComparison | null;
  /** Past changes of which too little is known. */
  readonly unknownPast: number;
  /** Whether conditions ask for teams: in the past nobody counts as a member. */
  readonly asksForTeams: boolean;
};

type Decision = ChangeDecision | NotControlled;

/** What a change of a policy would mean, given the file at the head and what is known of the past. */
export function decidePreview(
  observed: ObservedChange,
  change: PolicyChange,
  atHead: PolicyAtHead,
  past: { readonly changes: readonly PastSubject[]; readonly unknown: number },
): PolicyPreview {
  if (atHead.kind === "unavailable") return atHead;
  const [origin = "repository"] = change.origins;
  const file = atHead.kind === "removed" ? null : atHead.file;
  if (file?.content.kind === "invalid") {
    return { kind: "invalid", origin, problems: file.content.problems };
  }
  const before = observed.policies;
  const after = replacePolicies(observed, change.origins, file);
  const [policyBefore, policyAfter] = [policyOf(before, origin), policyOf(after, origin)];
  const isKnown = !before.some((source) => source.origin === origin && !isUsable(source));
  const { headSha, facts, defaultBranch, codeOwners } = observed;
  const decideBy = (policies: readonly PolicySource[]) =>
    decideUnapproved({ headSha, facts, defaultBranch, codeOwners }, policies);
  return {
    kind: "compared",
    origin,
    removed: file === null,
    differences: isKnown ? describePolicyChange(policyBefore, policyAfter) : null,
    thisChange: {
      before: before.every(isUsable) ? decideBy(before) : null,
      after: decideBy(after),
    },
    past: comparePast(past.changes, origin, before, after),
    unknownPast: past.unknown,
    asksForTeams: [policyBefore, policyAfter].some(
      (policy) => policy !== null && hasTeamCondition(policy),
    ),
  };
}

/** The organisation's policy is tried alone: what other repositories' own policies say is not known here. */
function comparePast(
  changes: readonly PastSubject[],
  origin: PolicyOrigin,
  before: readonly PolicySource[],
  after: readonly PolicySource[],
): PastComparison | null {
  const tried = (policies: readonly PolicySource[]) =>
    policies.filter((source) => origin === "repository" || source.origin === origin);
  if (!tried(after).every(isUsable)) return null;
  return replayPast(changes, tried(before).every(isUsable) ? tried(before) : null, tried(after));
}

function isUsable({ content }: PolicySource): boolean {
  return content.kind === "valid";
}

/** The policies as they would stand after the change; the organisation's first, as ever. */
function replacePolicies(
  { policies, repository }: ObservedChange,
  origins: readonly PolicyOrigin[],
  file: Pick<PolicySource, "blobSha" | "content"> | null,
): readonly PolicySource[] {
  return (["organisation", "repository"] as const).flatMap((origin) => {
    if (!origins.includes(origin)) return policies.filter((source) => source.origin === origin);
    return file === null
      ? []
      : [{ origin, repository, blobSha: file.blobSha, content: file.content }];
  });
}

function policyOf(policies: readonly PolicySource[], origin: PolicyOrigin): Policy | null {
  const content = policies.find((source) => source.origin === origin)?.content;
  return content?.kind === "valid" ? content.policy : null;
}

function hasTeamCondition({ risk, standard, approvals }: Policy): boolean {
  return [...risk.rules, ...standard, ...(approvals?.also ?? [])].some(({ when }) =>
    when.authors?.some((author) => author.includes("/")),
  );
}
