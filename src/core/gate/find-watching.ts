import { namesEnvironment } from "#core/policy/environment-names.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";

/**
 * The policies that enforce and name the environment. Where there are none, nobody asked to have its deployments followed: nothing is
 * written about them beside the answers of gates.
 */
export function findWatching(
  policies: readonly PolicySource[],
  environment: string,
): readonly PolicySource[] {
  return policies.filter(
    ({ content }) =>
      content.kind === "valid" &&
      content.policy.mode === "enforce" &&
      Object.keys(content.policy.environments).some((glob) => namesEnvironment(glob, environment)),
  );
}
