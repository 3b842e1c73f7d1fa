import type { PolicySource } from "#core/policy/policy-source.ts";

/** The policy as if it had no freezes: they ask when a change is merged, not what it is. */
export function withoutFreezes(source: PolicySource): PolicySource {
  const { content } = source;
  if (content.kind === "invalid" || content.policy.freezes.length === 0) return source;
  return { ...source, content: { kind: "valid", policy: { ...content.policy, freezes: [] } } };
}
