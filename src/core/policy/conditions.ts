import { compileParts, type Part } from "./condition-parts.ts";
import type { ConditionSubject } from "./condition-subject.ts";
import { parsePrincipal } from "./principal.ts";
import type { Condition, Policy } from "./schema.ts";

export type { ConditionSubject };

/** Whether a condition holds, and the facts that decide it. */
export type ConditionMatch = {
  readonly matches: boolean;
  /**
   * False when it does not hold as far as the facts go, but missing facts could make it hold. A rule that makes the
   * policy stricter then applies; a rule that makes it milder does not.
   */
  readonly certain: boolean;
  /** Plain and untrusted text: "db/001.sql matches db/*.sql". */
  readonly because: string;
};

const partsOf = new WeakMap<Condition, readonly Part[]>();

/** Holds a condition against a change: all parts that it gives must hold. */
export function matchesCondition(condition: Condition, subject: ConditionSubject): ConditionMatch {
  let parts = partsOf.get(condition);
  if (parts === undefined) {
    parts = compileParts(condition);
    partsOf.set(condition, parts);
  }
  const held: string[] = [];
  let unsure: string | undefined;
  for (const part of parts) {
    const { outcome, because } = part(subject);
    if (outcome === "fails") return { matches: false, certain: true, because };
    if (outcome === "unsure") unsure ??= because;
    else held.push(because);
  }
  if (unsure !== undefined) return { matches: false, certain: false, because: unsure };
  return { matches: true, certain: true, because: held.join("; ") || "it applies to every change" };
}

/** Every condition of a policy, wherever it stands. */
function conditionsOf(policy: Policy): Condition[] {
  return [...policy.risk.rules, ...policy.standard, ...(policy.approvals?.also ?? [])].map(
    ({ when }) => when,
  );
}

/** The teams that conditions name as authors, each once: whether the author is a member has to be asked. */
export function teamsAskedByConditions(
  policy: Policy,
): { readonly organization: string; readonly slug: string }[] {
  const teams = new Map<string, { organization: string; slug: string }>();
  for (const author of conditionsOf(policy).flatMap(({ authors }) => authors ?? [])) {
    const principal = parsePrincipal(author);
    if (principal?.kind !== "team") continue;
    const { organization, slug } = principal;
    teams.set(author.toLowerCase(), { organization, slug });
  }
  return [...teams.values()];
}
