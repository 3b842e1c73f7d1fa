import type { Policy } from "./schema.ts";
import type { KeyPath } from "./yaml/key-path.ts";
import type { YamlNode } from "./yaml/yaml-node.ts";

/** A part of the language that is checked, but not acted on in this version. */
export type NotYetActive = {
  /** The key or value, as it is written. */
  readonly feature: string;
  /** What happens instead. */
  readonly meanwhile: string;
  /** Where a policy uses it. */
  readonly uses: (policy: Policy, root: YamlNode) => readonly KeyPath[];
};

/** Whoever makes one of these work removes its row: the notes and the reference follow. */
export const notYetActive: readonly NotYetActive[] = [
  {
    feature: "releases",
    meanwhile: "no release is drafted",
    uses: (policy) => (policy.releases.length === 0 ? [] : [["releases"]]),
  },
];
