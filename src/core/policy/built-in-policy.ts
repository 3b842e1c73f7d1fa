import { Policy } from "./schema.ts";

/**
 * The policy that the command line tries on a repository that has none. The server never uses it: a repository without a
 * policy is not under control.
 */
export const builtInPolicy: Policy = Policy.parse({
  version: 1,
  risk: { trustedBots: ["dependabot[bot]", "renovate[bot]"] },
  standard: [{ name: "documentation only", when: { onlyFiles: ["docs/**", "**/*.md"] } }],
  approvals: {
    medium: [{ from: ["write"] }],
    high: [{ from: ["maintain"] }],
    critical: [{ from: ["maintain"] }, { from: ["change-manager"] }],
  },
});
