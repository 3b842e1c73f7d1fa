import { findVersionChanges } from "#core/risk/major-bump.ts";
import { listed } from "#core/text/words.ts";
import type { BuiltInFactor } from "./built-in-factor.ts";

/** A dependency whose major version changes. */
export const majorBump: BuiltInFactor = {
  name: "majorBump",
  formula: "a major dependency version changes → 12",
  find(change) {
    const { majors, unclear } = findVersionChanges(change);
    if (majors.length > 0) return { points: 12, observed: listed(majors, { limit: 3 }) };
    return { points: 0, observed: unclear ?? "no major dependency version" };
  },
};
