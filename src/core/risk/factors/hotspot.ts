import { counted } from "#core/text/words.ts";
import type { BuiltInFactor } from "./built-in-factor.ts";

/** A touched source file that was often repaired lately. */
export const hotspot: BuiltInFactor = {
  name: "hotspot",
  formula:
    "most fix- or revert-titled changes to one touched source file in 180 days: 1–2 → 4, 3–5 → 6, 6 or more → 12",
  find({ history }) {
    if (history === null) return null;
    const fixes = history.fixesOfHottestFile;
    if (fixes === 0) {
      return { points: 0, observed: "no fix or revert of these source files in 180 days" };
    }
    const file = history.hottestFile ?? "one source file";
    return {
      points: pointsFor(fixes),
      observed: `${counted(fixes, "fix or revert", "fixes or reverts")} of ${file} in 180 days`,
    };
  },
};

function pointsFor(fixes: number): number {
  if (fixes >= 6) return 12;
  return fixes >= 3 ? 6 : 4;
}
