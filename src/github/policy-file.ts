import type { RepositoryName } from "#core/key.ts";
import { parsePolicy } from "#core/policy/parse-policy.ts";
import { type PolicyOrigin, type PolicySource, policyPath } from "#core/policy/policy-source.ts";
import type { FileNode } from "./snapshot-schema.ts";
import { readText } from "./text-file.ts";

/** Where a policy file was found. */
export type PolicyPlace = { readonly origin: PolicyOrigin; readonly repository: RepositoryName };

/**
 * The policy in a file as GitHub gives it; a file that can't be read whole is an invalid policy, never an absent one.
 */
export function policySourceOf(file: FileNode, place: PolicyPlace): PolicySource {
  const text = readText(file);
  return {
    ...place,
    blobSha: file.oid,
    content: text.kind === "text" ? parsePolicy(text.text) : invalid(text.why),
  };
}

function invalid(why: string): PolicySource["content"] {
  return {
    kind: "invalid",
    problems: [
      {
        keyPath: "",
        line: 1,
        column: 1,
        message: `${policyPath} ${why}.`,
        remedy: "Commit the policy as a plain YAML file in UTF-8.",
      },
    ],
  };
}
