import type { RepositoryName } from "#core/key.ts";
import type { PolicyOrigin, PolicyProblem, PolicySource } from "#core/policy/policy-source.ts";
import { Policy } from "#core/policy/schema.ts";

/** A policy as its file would say it, without the version. */
export function policyOf(file: Record<string, unknown>): Policy {
  return Policy.parse({ version: 1, ...file });
}

const homes: Readonly<Record<PolicyOrigin, RepositoryName>> = {
  organisation: { owner: "acme", name: ".github" },
  repository: { owner: "acme", name: "shop" },
};

const blobs: Readonly<Record<PolicyOrigin, string>> = {
  organisation: "0a1b2c3".padEnd(40, "0"),
  repository: "d4e5f60".padEnd(40, "0"),
};

/** The policy file of acme or of acme/shop as it was read. */
export function policySource(
  file: Record<string, unknown>,
  origin: PolicyOrigin = "repository",
): PolicySource {
  return sourceOf(origin, { kind: "valid", policy: policyOf(file) });
}

/** A policy file that can't be used. */
export function invalidPolicySource(
  problems: readonly PolicyProblem[],
  origin: PolicyOrigin = "repository",
): PolicySource {
  return sourceOf(origin, { kind: "invalid", problems });
}

function sourceOf(origin: PolicyOrigin, content: PolicySource["content"]): PolicySource {
  return { origin, repository: homes[origin], blobSha: blobs[origin], content };
}
