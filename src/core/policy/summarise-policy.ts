import { type RiskLevel, riskLevels } from "#core/risk/level.ts";
import { counted, listed } from "#core/text/words.ts";
import { formatPrincipal, type Principal } from "./principal.ts";
import { resolvePrincipals } from "./role.ts";
import type { Policy, Requirement } from "./schema.ts";

/** What a policy will do, in a few words. All texts are plain. */
export type PolicySummary = {
  readonly mode: Policy["mode"];
  /** The globs of the controlled branches; null: the default branch. */
  readonly branches: readonly string[] | null;
  readonly levels: readonly LevelSummary[];
  /** Requirements on top of the level's. */
  readonly also: readonly { readonly name: string; readonly approvals: readonly string[] }[];
  /** The kinds of change that need no approval. */
  readonly standard: readonly string[];
};

type LevelSummary = {
  readonly level: RiskLevel;
  /** The score at which the level begins; null when no score reaches it. */
  readonly fromScore: number | null;
  /** For example "2 approvals from change-manager (@acme/cab)"; empty when none is asked. */
  readonly approvals: readonly string[];
};

export function summarisePolicy(policy: Policy): PolicySummary {
  const beginnings = { low: 0, ...policy.risk.levels };
  const inWords = (requirement: Requirement) => describeRequirement(policy, requirement);
  return {
    mode: policy.mode,
    branches: policy.branches ?? null,
    levels: riskLevels.map((level) => ({
      level,
      fromScore: beginnings[level] > 100 ? null : beginnings[level],
      approvals: (policy.approvals?.[level] ?? []).map(inWords),
    })),
    also: (policy.approvals?.also ?? []).map(({ name, require }) => ({
      name,
      approvals: require.map(inWords),
    })),
    standard: policy.standard.map(({ name }) => name),
  };
}

function describeRequirement(policy: Policy, { name, from, count }: Requirement): string {
  const people = listed(
    from.map((principal) => describePrincipal(policy, principal)),
    { word: "or" },
  );
  return `${counted(count, "approval")} from ${people}${name === undefined ? "" : `, for ${name}`}`;
}

function describePrincipal(policy: Policy, principal: Principal): string {
  switch (principal.kind) {
    case "user":
    case "team":
      return formatPrincipal(principal);
    case "permission":
      return `${principal.permission} access`;
    case "code-owners":
      return "code owners";
    case "role": {
      const people = resolvePrincipals(policy, [principal]);
      const names = people.map((member) => describePrincipal(policy, member));
      return `${principal.name} (${listed(names, { word: "or" })})`;
    }
  }
}
