import { counted } from "#core/text/words.ts";
import type { BuiltInFactor } from "./built-in-factor.ts";

/** A person who is new to most of the touched files. */
export const unfamiliar: BuiltInFactor = {
  name: "unfamiliar",
  formula:
    "a person who has touched fewer than half of the existing source files of the change → 6",
  find({ author, history }) {
    if (author.kind === "bot") return { points: 0, observed: "the author is a bot" };
    if (history === null) return null;
    const { familiarFiles, existingFiles } = history;
    if (existingFiles === 0) {
      return { points: 0, observed: "no source file of this change existed before" };
    }
    return {
      points: familiarFiles < existingFiles / 2 ? 6 : 0,
      observed: `${author.login} touched ${familiarFiles} of ${counted(existingFiles, "existing source file")} before`,
    };
  },
};
