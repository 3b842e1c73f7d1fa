import type { PolicySource } from "#core/policy/policy-source.ts";

/** The word before every command: the repository's policy's, else the organisation's; empty for none. */
export function findPrefix(policies: readonly PolicySource[]): string {
  const prefixes = policies.flatMap(({ content }) =>
    content.kind === "valid" ? [content.policy.commands.prefix] : [],
  );
  return prefixes.findLast((prefix) => prefix !== "") ?? "";
}
