import { compileGlobs } from "./glob.ts";
import type { Policy } from "./schema.ts";

/** What the policy asks of deployments to an environment: each of its entries, by name or glob, that matches. */
export function environmentRules(
  { environments }: Pick<Policy, "environments">,
  environment: string,
): readonly Policy["environments"][string][] {
  return Object.entries(environments).flatMap(([glob, rules]) =>
    compileGlobs([glob])(environment) === undefined ? [] : [rules],
  );
}
