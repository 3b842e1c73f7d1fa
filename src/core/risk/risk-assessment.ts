import type { RiskLevel } from "./level.ts";

/** One reason for the score. Those without points are listed too: a zero is information. */
export type Factor = {
  /** A built-in factor's policy key, or a rule's name. */
  readonly name: string;
  readonly kind: "built-in" | "rule";
  readonly points: number;
  /** The fact behind it, in words, plain text (untrusted: escape it where it goes). */
  readonly observed: string;
  /** `unavailable`: the facts for it (history) are not there. `off`: weight 0 in the policy. */
  readonly state: "counted" | "off" | "unavailable";
};

/** A lower bound for the level, whatever the score. */
export type Floor = {
  readonly name: string;
  readonly atLeast: RiskLevel;
  /** The fact behind it, plain text. */
  readonly observed: string;
  /** Given where nobody's command lowers the level below it. */
  readonly firm?: true;
};

/** What one policy says of a change's risk. */
export type RiskAssessment = {
  /** 0 to 100: the sum of the factors' points, clamped. */
  readonly score: number;
  readonly scoreLevel: RiskLevel;
  /** The highest of `scoreLevel` and every floor, unless it was lowered. */
  readonly level: RiskLevel;
  readonly factors: readonly Factor[];
  readonly floors: readonly Floor[];
  /** Given where somebody set a lower level by command. */
  readonly lowered?: Lowering;
};

/** A level that somebody set below the assessed one. Texts are plain and untrusted. */
export type Lowering = {
  readonly from: RiskLevel;
  readonly by: string;
  readonly reason: string | null;
};
