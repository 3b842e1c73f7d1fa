import type { ChangeDecision } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import { decideMerged } from "#core/change/decide-merged.ts";
import type { ChangeFacts } from "#core/change/facts.ts";
import type { GivenCommand } from "#core/command/given-command.ts";
import { recordedCommands } from "./commands.ts";
import { fileChange } from "./facts.ts";
import { now, observedChange } from "./observed-change.ts";
import { policySource } from "./policy.ts";

export type Situation = NonNullable<Parameters<typeof observedChange>[0]>;

export const roles = { "change-manager": ["@acme/cab"] };
export const approvals = {
  medium: [{ from: ["write"] }],
  high: [{ from: ["write"], count: 2 }],
  critical: [{ from: ["change-manager"], count: 2 }],
};
export const onEmergency = {
  declare: ["@acme/oncall", "change-manager"],
  approvals: [{ from: ["@acme/oncall"] }],
};
/** A policy that knows every level and emergencies. */
export const shop = { roles, approvals, emergency: onEmergency };

const eligibility = {
  permissions: { alice: "admin", bob: "write", carol: "write", dave: "admin", erin: "read" },
  teams: { "acme/cab": ["alice", "dave", "erin"], "acme/oncall": ["alice", "bob", "carol"] },
} as const;

export const medium: Partial<ChangeFacts> = { files: [fileChange("src/a.ts", { additions: 60 })] };
export const docs: Partial<ChangeFacts> = { files: [fileChange("docs/a.md")] };

/** What is decided of a change of medium risk by alice under that policy; by its content where it is merged. */
export function decide(situation: Situation): ChangeDecision {
  const observed = observedChange({
    eligibility,
    facts: medium,
    policies: [policySource(shop)],
    ...situation,
  });
  const decision =
    observed.state === "open" ? decideChange(observed, now) : decideMerged(observed, now);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  return decision;
}

/** What is recorded where these commands were given. */
export const given = (...commands: readonly GivenCommand[]) => ({
  recorded: recordedCommands(commands),
});

/** Type, level, verdict, and of what kinds the reasons are. */
export function outcomeOf(situation: Situation): string {
  const { type, level, verdict, reasons } = decide(situation);
  const kinds = [...new Set(reasons.map(({ kind }) => kind))];
  return [`${type}, ${level}: ${verdict}`, ...kinds].join(", ");
}
