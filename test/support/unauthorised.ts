import type { Reason } from "#core/change/change-decision.ts";
import { nameRemoval } from "#core/unauthorised/find-removed-rule.ts";
import type {
  UnauthorisedDeployment,
  UnauthorisedMerge,
  UnauthorisedPush,
  UnauthorisedRemoval,
} from "#core/unauthorised/unauthorised-change.ts";
import { alice, bob } from "./facts.ts";
import { headSha } from "./observed-change.ts";

const repository = { owner: "acme", name: "shop" };
const policyVersions = [
  { origin: "repository", repository, blobSha: "b10b".padEnd(40, "0") },
] as const;

const approvalOfSre: Reason = {
  origin: "repository",
  kind: "approvals",
  missing: "1 approval from @acme/sre (reliability)",
  whoCanResolve:
    "Any member of @acme/sre who did not author, commit or push this change can give it.",
};

/** Bob merged alice's change past the check. */
export function unauthorisedMerge(overrides: Partial<UnauthorisedMerge> = {}): UnauthorisedMerge {
  return {
    kind: "merge",
    repository,
    branch: "main",
    sha: "3e59e".padEnd(40, "0"),
    by: bob,
    number: 12,
    title: "Store refunds",
    author: alice,
    headSha,
    mergedAtMs: Date.parse("2026-11-20T18:05:33Z"),
    decision: {
      verdict: "waiting",
      level: "high",
      type: "normal",
      reasons: [approvalOfSre],
      policyVersions,
    },
    commandPrefix: "",
    ...overrides,
  };
}

/** Bob pushed a commit of alice's to main. */
export function unauthorisedPush(overrides: Partial<UnauthorisedPush> = {}): UnauthorisedPush {
  return {
    kind: "push",
    repository,
    branch: "main",
    sha: "9a5".padEnd(40, "0"),
    beforeSha: "0bef03e".padEnd(40, "0"),
    by: bob,
    commits: [
      {
        sha: "9a5".padEnd(40, "0"),
        subject: "Fix the price",
        author: { name: "Alice", account: alice },
      },
    ],
    removed: 0,
    commandPrefix: "",
    policyVersions,
    ...overrides,
  };
}

/** Our protection rule was taken off production. */
export function unauthorisedRemoval(
  overrides: Partial<UnauthorisedRemoval> = {},
): UnauthorisedRemoval {
  const knownAtMs = Date.parse("2026-11-20T18:05:33Z");
  return {
    kind: "protection-rule",
    repository,
    environment: "production",
    sha: nameRemoval("production", knownAtMs),
    by: null,
    knownAtMs,
    missedAtMs: Date.parse("2026-11-20T19:00:04Z"),
    policyVersions,
    ...overrides,
  };
}

/** A commit that went to production while its gate waited. */
export function unauthorisedDeployment(
  overrides: Partial<UnauthorisedDeployment> = {},
): UnauthorisedDeployment {
  const commit = "5d6e7f8".padEnd(40, "0");
  return {
    kind: "deployment",
    repository,
    environment: "production",
    sha: `${commit}@production`,
    commit,
    by: alice,
    passedBy: [bob],
    how: "bypassed",
    startedAtMs: Date.parse("2026-11-20T18:05:33Z"),
    gate: "waiting",
    policyVersions,
    ...overrides,
  };
}
