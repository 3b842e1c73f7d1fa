import { isSameAccount } from "#core/change/account.ts";
import type { Account } from "#core/change/facts.ts";
import { highestLevel, type RiskLevel } from "#core/risk/level.ts";
import type { GivenCommand } from "./given-command.ts";

/** What somebody declared about a change by command. */
export type Declaration = {
  readonly by: Account;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** As they wrote it. */
  readonly reason: string | null;
};

/** A risk level that somebody set by command. */
export type SetLevel = Declaration & { readonly level: RiskLevel };

/** What stands after all the commands on a change. Whether their givers still have the right is not looked at. */
export type Declared = {
  /** At most one a person. */
  readonly holds: readonly Declaration[];
  /** The highest of those that raised the risk: a floor on this head commit and on later ones. */
  readonly raised: SetLevel | null;
  /** The last lowering on this head commit; null once a later raise cancelled it. */
  readonly lowered: SetLevel | null;
  readonly emergency: Declaration | null;
  /** Those on this head commit, the last one first. */
  readonly overrides: readonly Declaration[];
};

const nothing: Declared = {
  holds: [],
  raised: null,
  lowered: null,
  emergency: null,
  overrides: [],
};

/**
 * What the commands declare of the head commit. They take effect by time; those of one moment in the order in which they are recorded.
 * Approvals and rejections are not among it: they are weighed with the reviews, see `findStandings`.
 */
export function findDeclared(commands: readonly GivenCommand[], headSha: string): Declared {
  return [...commands]
    .sort((a, b) => a.atMs - b.atMs)
    .reduce((declared, command) => hear(declared, command, headSha), nothing);
}

function hear(declared: Declared, command: GivenCommand, headSha: string): Declared {
  const { by, atMs, effect } = command;
  const isOnHead = command.headSha === headSha;
  switch (effect.kind) {
    case "hold": {
      const others = declared.holds.filter((hold) => !isSameAccount(hold.by, by));
      return { ...declared, holds: [...others, { by, atMs, reason: effect.reason }] };
    }
    case "unhold": {
      const left = declared.holds.filter((hold) => !isSameAccount(hold.by, by));
      return { ...declared, holds: effect.whose === "all" ? [] : left };
    }
    case "set-risk": {
      const set = { by, atMs, reason: effect.reason, level: effect.level };
      if (effect.direction === "lower") return isOnHead ? { ...declared, lowered: set } : declared;
      return { ...declared, raised: higher(declared.raised, set), lowered: null };
    }
    case "declare-emergency": {
      const emergency = declared.emergency ?? { by, atMs, reason: effect.reason };
      return { ...declared, emergency };
    }
    case "declare-normal":
      return { ...declared, emergency: null };
    case "override": {
      const override = { by, atMs, reason: effect.reason };
      return isOnHead ? { ...declared, overrides: [override, ...declared.overrides] } : declared;
    }
    default:
      return declared;
  }
}

/** Of two that raised the risk as high the first one counts. */
function higher(before: SetLevel | null, set: SetLevel): SetLevel {
  if (before === null) return set;
  return highestLevel(before.level, set.level) === before.level ? before : set;
}
