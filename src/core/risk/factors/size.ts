import { classifyFileChange } from "#core/risk/file-class.ts";
import { counted } from "#core/text/words.ts";
import type { BuiltInFactor } from "./built-in-factor.ts";

/** Lines changed in source files: added lines count once, deleted lines half. */
export const size: BuiltInFactor = {
  name: "size",
  formula:
    "min(40, round(4 × log2(1 + W))), where W is the sum of (added + deleted / 2) lines over source files",
  find(change, risk) {
    const changed = change.files.filter(
      (file) =>
        file.additions + file.deletions > 0 && classifyFileChange(file, risk.ignore) === "source",
    );
    const additions = changed.reduce((sum, file) => sum + file.additions, 0);
    const deletions = changed.reduce((sum, file) => sum + file.deletions, 0);
    if (changed.length === 0) return { points: 0, observed: "no source lines" };
    return {
      points: Math.min(40, Math.round(4 * Math.log2(1 + additions + deletions / 2))),
      observed: `${counted(additions + deletions, "source line")} changed in ${counted(changed.length, "file")}`,
    };
  },
};
