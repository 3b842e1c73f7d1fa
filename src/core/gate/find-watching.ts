import { namesEnvironment } from "#core/policy/environment-names.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";

/** The names and globs of environments in the policies that enforce, each once. */
export function findWatchedNames(policies: readonly PolicySource[]): readonly string[] {
  return [...new Set(policies.flatMap(namesIn))];
}

/**
 * The policies that enforce and name the environment. Where there are none, nobody asked to have its deployments followed: nothing is
 * written about them beside the answers of gates.
 */
export function findWatching(
  policies: readonly PolicySource[],
  environment: string,
): readonly PolicySource[] {
  return policies.filter((policy) =>
    namesIn(policy).some((glob) => namesEnvironment(glob, environment)),
  );
}

function namesIn({ content }: PolicySource): readonly string[] {
  return content.kind === "valid" && content.policy.mode === "enforce"
    ? Object.keys(content.policy.environments)
    : [];
}
