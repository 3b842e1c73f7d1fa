import { freezeStateAt, nextChangeOf } from "#core/calendar/freeze-state.ts";
import { formatMoment } from "#core/calendar/wall-time.ts";
import { freezesMergesTo } from "#core/policy/freezes-merges.ts";
import type { Policy } from "#core/policy/schema.ts";
import { isAtLeast, type RiskLevel } from "#core/risk/level.ts";
import { listed } from "#core/text/words.ts";
import type { ChangeType, FreezeStatus, PolicyDecision, Reason } from "./change-decision.ts";

/** What decides whether a freeze holds a change. */
type FrozenChange = {
  readonly branch: string;
  readonly level: RiskLevel;
  /**
   * The change's types, by the policy alone and by those that decide with it. A freeze has to allow them all: so no other
   * policy opens it by calling the change something else.
   */
  readonly types: readonly ChangeType[];
  readonly nowMs: number;
};

/** The policy's freezes that concern the base branch, now or to come, and whether each lets the change pass. */
export function findFreezes(
  { freezes }: Pick<Policy, "freezes">,
  change: FrozenChange,
): readonly FreezeStatus[] {
  return freezes
    .filter((freeze) => freezesMergesTo(freeze, change.branch))
    .map((freeze) => ({
      name: freeze.name,
      timeZone: freeze.timeZone,
      state: freezeStateAt(freeze, change.nowMs),
      allow: freeze.allow,
      isAllowed: allows(freeze.allow, change),
    }));
}

function allows(allow: FreezeStatus["allow"], { level, types }: FrozenChange): boolean {
  if (allow === undefined) return false;
  const { types: allowedTypes, maxRisk } = allow;
  return (
    (allowedTypes === undefined || types.every((type) => allowedTypes.includes(type))) &&
    (maxRisk === undefined || isAtLeast(maxRisk, level))
  );
}

/** A freeze that is in force and does not let the change pass. */
type Holding = FreezeStatus & {
  readonly state: Extract<FreezeStatus["state"], { kind: "in-force" }>;
};

/** The freezes that hold the change now. */
export function findHolding({ freezes }: Pick<PolicyDecision, "freezes">): readonly Holding[] {
  return freezes.filter(
    (freeze): freeze is Holding => freeze.state.kind === "in-force" && !freeze.isAllowed,
  );
}

/** Why the change waits for the freezes of one policy, until when, and what they let pass. Empty when none holds it. */
export function explainFreezes({
  origin,
  freezes,
}: Pick<PolicyDecision, "origin" | "freezes">): readonly Reason[] {
  return findHolding({ freezes }).map(({ name, timeZone, state, allow }) => {
    const end = formatMoment(state.untilMs, timeZone);
    const inUtc = timeZone === "UTC" ? "" : ` (${formatMoment(state.untilMs, "UTC")})`;
    return {
      origin,
      kind: "freeze",
      missing: `the freeze "${name}" to end, ${end}`,
      whoCanResolve: `Nobody has to act: it ends by itself on ${end}${inUtc}. ${describeAllowed(allow)}`,
    };
  });
}

/** What a freeze lets pass until it ends, a sentence. */
export function describeAllowed(allow: FreezeStatus["allow"]): string {
  if (allow === undefined) return "Until then it lets no change pass.";
  const types = allow.types === undefined ? "" : `${listed(allow.types, { word: "or" })} `;
  const risk = allow.maxRisk === undefined ? "" : ` of ${describeLevels(allow.maxRisk)} risk`;
  return `Until then it lets only ${types}changes${risk} pass.`;
}

function describeLevels(maxRisk: RiskLevel): string {
  return maxRisk === "low" ? "low" : `at most ${maxRisk}`;
}

/** The freeze that will hold the change next, and from when (milliseconds since the epoch); null when none is known. */
export function findUpcoming(
  policies: readonly Pick<PolicyDecision, "freezes">[],
): { readonly name: string; readonly timeZone: string; readonly beginsMs: number } | null {
  const upcoming = policies
    .flatMap(({ freezes }) => freezes)
    .flatMap(({ name, timeZone, state, isAllowed }) =>
      state.kind === "not-in-force" && state.beginsMs !== null && !isAllowed
        ? [{ name, timeZone, beginsMs: state.beginsMs }]
        : [],
    );
  return upcoming.sort((a, b) => a.beginsMs - b.beginsMs)[0] ?? null;
}

/** When each of the policies' freezes begins or ends next, milliseconds since the epoch. */
export function freezeChanges(
  policies: readonly Pick<PolicyDecision, "freezes">[],
): readonly number[] {
  return policies
    .flatMap(({ freezes }) => freezes.map(({ state }) => nextChangeOf(state)))
    .filter((moment) => moment !== null);
}
