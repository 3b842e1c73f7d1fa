import type { Content, Person } from "./deed.ts";
import type { Outcome, Statement, Story } from "./story.ts";

/*
 * The oracle's own reading of the policy in `shop.ts`, written for nothing else and from nothing of `src/`: who has to agree to what, and what
 * takes that back.
 */

export type Verdict = "approved" | "waiting" | "rejected";

/** What a check shows for a verdict. */
export const conclusionOf: Readonly<Record<Verdict, string | null>> = {
  approved: "success",
  waiting: null,
  rejected: "failure",
};

/** Which commands count. Whether one is refused can depend on when it is handled; the answer to it tells. */
export type Reading = {
  readonly outcomeOf: (commentId: number) => Outcome;
  /** `settled`: those that were answered as done. `most`: whatever lets a change pass, unless it was refused. */
  readonly bound: "settled" | "most";
};

/** What is judged: a pull request at a moment. */
export type Case = Pick<Story, "content" | "author" | "lastPusher" | "dismissed"> & {
  readonly head: string;
  readonly statements: readonly Statement[];
  readonly isFrozen: boolean;
  /** Once it is merged nobody holds it any more. */
  readonly isMerged?: boolean;
};

type Standing = { readonly approves: boolean; readonly sha: string };

/** Where the people stand after all that they said. */
type Stand = {
  readonly standings: Map<Person, Standing>;
  readonly rejecting: Set<Person>;
  readonly holding: Set<Person>;
  /** Heads. */
  readonly overridden: Set<string>;
  emergencyBy: Person | null;
};

const managers: readonly Person[] = ["tom", "ada"];
const reliability: readonly Person[] = ["ines", "noah"];

/** Judges a change by the chaos policy. */
export function judge(one: Case, reading: Reading): Verdict {
  const stand: Stand = {
    standings: new Map(),
    rejecting: new Set(),
    holding: new Set(),
    overridden: new Set(),
    emergencyBy: null,
  };
  for (const statement of one.statements) {
    if (statement.kind === "review") hearReview(stand, statement, one.dismissed.has(statement.id));
    else if (counts(statement, reading)) hearCommand(stand, statement);
  }
  if (stand.rejecting.size > 0) return "rejected";
  if ((stand.holding.size > 0 && one.isMerged !== true) || one.isFrozen) return "waiting";
  return stand.overridden.has(one.head) || isAgreed(one, stand) ? "approved" : "waiting";
}

function counts(
  command: Extract<Statement, { kind: "command" }>,
  { outcomeOf, bound }: Reading,
): boolean {
  if (!mayGive(command)) return false;
  const outcome = outcomeOf(command.id);
  return bound === "settled" ? outcome === "done" : outcome !== "refused";
}

/** Whether the giver has the right, which here nobody gains or loses. What else there is to it the answer tells. */
function mayGive({ by, word }: Extract<Statement, { kind: "command" }>): boolean {
  switch (word) {
    case "reject":
    case "override":
      return managers.includes(by);
    case "emergency":
      return reliability.includes(by);
    case "approve":
    case "unapprove":
    case "hold":
    case "unhold":
    case "normal":
    case "risk":
      return true;
  }
}

function hearReview(
  { standings, rejecting }: Stand,
  { by, approves, sha }: Extract<Statement, { kind: "review" }>,
  isDismissed: boolean,
): void {
  standings.set(by, { approves: approves && !isDismissed, sha });
  if (approves && !isDismissed) rejecting.delete(by);
}

function hearCommand(stand: Stand, { by, word, sha }: Extract<Statement, { kind: "command" }>) {
  const { standings, rejecting, holding, overridden } = stand;
  switch (word) {
    case "approve":
      standings.set(by, { approves: true, sha });
      rejecting.delete(by);
      if (managers.includes(by)) rejecting.clear();
      break;
    case "unapprove":
      standings.set(by, { approves: false, sha });
      break;
    case "reject":
      standings.set(by, { approves: false, sha });
      rejecting.add(by);
      break;
    case "hold":
      holding.add(by);
      break;
    case "unhold":
      if (managers.includes(by)) holding.clear();
      else holding.delete(by);
      break;
    case "override":
      overridden.add(sha);
      rejecting.clear();
      break;
    case "emergency":
      stand.emergencyBy = by;
      break;
    case "normal":
      stand.emergencyBy = null;
      break;
    case "risk": // The policy asks the same at every level.
      break;
  }
}

/** Who has to agree, one of each. */
const asked: Readonly<Record<Content, readonly (readonly Person[])[]>> = {
  documentation: [],
  code: [reliability],
  schema: [reliability, ["dora"]],
};

function isAgreed(
  { content, author, lastPusher, head }: Case,
  { standings, emergencyBy }: Stand,
): boolean {
  const needed = emergencyBy === null ? asked[content] : [managers];
  const involved = [author, lastPusher, emergencyBy];
  const agrees = (person: Person) => {
    const standing = standings.get(person);
    return standing?.approves === true && standing.sha === head && !involved.includes(person);
  };
  return needed.every((people) => people.some(agrees));
}
