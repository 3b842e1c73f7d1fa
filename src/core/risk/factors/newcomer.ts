import { counted } from "#core/text/words.ts";
import type { BuiltInFactor } from "./built-in-factor.ts";

/** A person who has merged little here. */
export const newcomer: BuiltInFactor = {
  name: "newcomer",
  formula: "a person with fewer than 5 merged changes here → 4",
  find({ author, history }) {
    if (author.kind === "bot") return { points: 0, observed: "the author is a bot" };
    if (history === null) return null;
    const merged = history.mergedChangesOfAuthor;
    return {
      points: merged < 5 ? 4 : 0,
      observed: `${merged === 0 ? "no merged change" : counted(merged, "merged change")} of ${author.login} here before`,
    };
  },
};
