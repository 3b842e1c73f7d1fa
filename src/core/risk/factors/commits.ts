import { counted } from "#core/text/words.ts";
import type { BuiltInFactor } from "./built-in-factor.ts";

/** A change in many steps. GitHub lists 250 commits at most, so its stated total counts where it is higher. */
export const commits: BuiltInFactor = {
  name: "commits",
  formula: "9 or more commits → 6",
  find({ commits, totals }) {
    const count = Math.max(commits.length, totals?.commits ?? 0);
    return { points: count >= 9 ? 6 : 0, observed: counted(count, "commit") };
  },
};
