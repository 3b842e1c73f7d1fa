import { isHeld } from "#core/backtest/judged-change.ts";
import type { ChangeDecision, NotControlled } from "#core/change/change-decision.ts";
import { decideUnapproved } from "#core/change/decide-unapproved.ts";
import type { ChangeFacts } from "#core/change/facts.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import type { RiskLevel } from "#core/risk/level.ts";

/** A change that came to the default branch, with what was known when it was open. */
export type PastSubject = {
  /** `owner/name`. */
  readonly repository: string;
  readonly sha: string;
  readonly number: number | null;
  readonly mergedAtMs: number;
  readonly facts: ChangeFacts;
};

/** A past change on which two sets of policies differ. */
export type Difference = Omit<PastSubject, "facts"> & {
  readonly title: string;
  /** Null where no policy controls the branch. */
  readonly before: RiskLevel | null;
  readonly after: RiskLevel | null;
};

/** What policies make of some changes. */
export type Tally = {
  readonly levels: Readonly<Record<RiskLevel, number>>;
  readonly notControlled: number;
  /** High or critical, and not pre-approved as standard. */
  readonly held: number;
  /** Approvals asked of all changes together. */
  readonly approvals: number;
};

/** What the policies of today and those of tomorrow make of the same changes. */
export type PastComparison = {
  readonly changes: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Null where the policy of today can't be used. */
  readonly before: Tally | null;
  readonly after: Tally;
  /** The latest first. */
  readonly newlyHeld: readonly Difference[];
  readonly noLongerHeld: readonly Difference[];
};

/**
 * Decides past changes by today's policies and by tomorrow's, as if nobody had approved them yet. Null when there are none.
 * `before` is null where today's policies can't be used.
 */
export function replayPast(
  changes: readonly PastSubject[],
  before: readonly PolicySource[] | null,
  after: readonly PolicySource[],
): PastComparison | null {
  const times = changes.map(({ mergedAtMs }) => mergedAtMs);
  if (times.length === 0) return null;
  const decided = changes.map((change) => ({
    change,
    before: before === null ? null : decide(change, before),
    after: decide(change, after),
  }));
  const differing = (wanted: (was: boolean, will: boolean) => boolean) =>
    decided.flatMap((one): readonly Difference[] =>
      one.before !== null && wanted(isHeldBy(one.before), isHeldBy(one.after))
        ? [differenceOf(one.change, one.before, one.after)]
        : [],
    );
  return {
    changes: changes.length,
    fromMs: Math.min(...times),
    toMs: Math.max(...times),
    before: before === null ? null : tally(decided.flatMap((one) => one.before ?? [])),
    after: tally(decided.map((one) => one.after)),
    newlyHeld: differing((was, will) => !was && will),
    noLongerHeld: differing((was, will) => was && !will),
  };
}

/** The approvals that a decision asks for. Of policies that only observe none counts beside one that enforces. */
function countAsked({ mode, policies }: ChangeDecision): number {
  return policies
    .filter((policy) => policy.mode === mode)
    .flatMap(({ requirements }) => requirements)
    .reduce((sum, { requirement }) => sum + requirement.count, 0);
}

type Decision = ChangeDecision | NotControlled;

function decide({ sha, facts }: PastSubject, policies: readonly PolicySource[]): Decision {
  return decideUnapproved({ headSha: sha, facts, defaultBranch: facts.baseBranch }, policies);
}

function isHeldBy(decision: Decision): boolean {
  return decision.kind === "decided" && isHeld(decision);
}

function tally(decisions: readonly Decision[]): Tally {
  const decided = decisions.filter((decision) => decision.kind === "decided");
  const atLevel = (level: RiskLevel) => decided.filter((one) => one.level === level).length;
  return {
    levels: {
      low: atLevel("low"),
      medium: atLevel("medium"),
      high: atLevel("high"),
      critical: atLevel("critical"),
    },
    notControlled: decisions.length - decided.length,
    held: decided.filter(isHeld).length,
    approvals: decided.reduce((sum, decision) => sum + countAsked(decision), 0),
  };
}

function differenceOf(change: PastSubject, before: Decision, after: Decision): Difference {
  const levelOf = (decision: Decision) => (decision.kind === "decided" ? decision.level : null);
  const { repository, sha, number, mergedAtMs, facts } = change;
  const title = facts.title;
  return {
    repository,
    sha,
    number,
    mergedAtMs,
    title,
    before: levelOf(before),
    after: levelOf(after),
  };
}
