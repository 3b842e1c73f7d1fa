import { compileGlobs } from "#core/policy/glob.ts";
import {
  buildGlobs,
  ciGlobs,
  containerGlobs,
  infrastructureGlobs,
} from "#core/risk/delivery-paths.ts";
import { touchedPaths } from "#core/risk/touched-paths.ts";
import { listed } from "#core/text/words.ts";
import type { BuiltInFactor } from "./built-in-factor.ts";

const match = compileGlobs([...ciGlobs, ...containerGlobs, ...infrastructureGlobs, ...buildGlobs]);

/** A change to how the software is built, tested, shipped or run. */
export const delivery: BuiltInFactor = {
  name: "delivery",
  formula: "a CI, container, infrastructure or build path → 3",
  find({ files }) {
    const paths = touchedPaths(files, match);
    if (paths.length === 0) {
      return { points: 0, observed: "no CI, container, infrastructure or build path" };
    }
    return { points: 3, observed: listed(paths, { limit: 3 }) };
  },
};
