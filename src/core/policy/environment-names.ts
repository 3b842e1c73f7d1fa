import { compileGlobs, type GlobMatcher } from "./glob.ts";
import type { Policy } from "./schema.ts";

/** What a policy asks of deployments to an environment. */
export type EnvironmentRule = Policy["environments"][string];

const matchers = new Map<string, GlobMatcher>();
const mostMatchers = 1_000;

/** Whether a glob of a policy means an environment. GitHub tells environments apart by their letters, not by their case. */
export function namesEnvironment(glob: string, environment: string): boolean {
  const pattern = glob.toLowerCase();
  let match = matchers.get(pattern);
  if (match === undefined) {
    if (matchers.size >= mostMatchers) matchers.clear();
    match = compileGlobs([pattern]);
    matchers.set(pattern, match);
  }
  return match(environment.toLowerCase()) !== undefined;
}

/** Whether both names are one environment's, as GitHub sees it. */
export function isSameEnvironment(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Whether a freeze concerns deployments to an environment: it names the environment, or neither environments nor branches. */
export function freezesDeploymentsTo(
  { branches, environments }: Pick<Policy["freezes"][number], "branches" | "environments">,
  environment: string,
): boolean {
  if (environments === undefined) return branches === undefined;
  return environments.some((glob) => namesEnvironment(glob, environment));
}
