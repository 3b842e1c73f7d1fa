import { counted } from "#core/text/words.ts";
import type { BuiltInFactor } from "./built-in-factor.ts";

/** Others who worked in the same files lately. */
export const contention: BuiltInFactor = {
  name: "contention",
  formula: "other authors in the touched source files in 90 days: 1–2 → 3, 3 or more → 4",
  find({ history }) {
    if (history === null) return null;
    const others = history.otherAuthors;
    if (others === 0) {
      return { points: 0, observed: "no other author in these source files in 90 days" };
    }
    return {
      points: others >= 3 ? 4 : 3,
      observed: `${counted(others, "other author")} in these source files in 90 days`,
    };
  },
};
