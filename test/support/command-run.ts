import { decideChange } from "#core/change/decide-change.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import type { CommandContext } from "#core/command/command-definition.ts";
import { prefixOf } from "#core/command/find-prefix.ts";
import { parseCommands } from "#core/command/parse-commands.ts";
import { type CommandOutcome, type CommandState, runCommand } from "#core/command/run-command.ts";
import { now, observedChange } from "./observed-change.ts";
import { policySource } from "./policy.ts";

/** A policy that gives each right to a team of its own. */
export const commandPolicy = {
  roles: { "change-manager": ["@acme/cab"], "release-manager": ["@acme/releng"] },
  approvals: { low: [{ name: "reliability", from: ["@acme/sre"] }] },
  emergency: { declare: ["@acme/oncall"], approvals: [{ from: ["@acme/oncall"] }] },
  environments: { "prod*": { approvals: [{ from: ["@acme/qa"] }] }, staging: {} },
} as const;

/**
 * Who may what under that policy: bob approves, declares emergencies and releases; carol is a change-manager and dave a
 * release-manager; alice, the author, is in every team; erin has no write access.
 */
export const commandEligibility = {
  permissions: { alice: "write", bob: "write", carol: "write", dave: "write", erin: "read" },
  teams: {
    "acme/sre": ["alice", "bob"],
    "acme/oncall": ["alice", "bob"],
    "acme/qa": ["alice", "bob"],
    "acme/cab": ["alice", "carol"],
    "acme/releng": ["alice", "dave"],
  },
} as const;

/** The change on which a test's commands are given. */
export type Situation = Partial<Pick<CommandContext, "headPushedAtMs" | "atMs" | "nowMs">> &
  Parameters<typeof observedChange>[0] & { readonly comment?: CommandState };

/** Runs the one command that the body holds, an hour after the head was pushed. */
export function runBody(giver: Account, body: string, situation: Situation = {}): CommandOutcome {
  const { comment = "intact", atMs = now - 60_000, nowMs = now, ...others } = situation;
  const { headPushedAtMs = now - 3_600_000, ...overrides } = others;
  const observed: ObservedChange = observedChange({
    policies: [policySource(commandPolicy)],
    eligibility: commandEligibility,
    ...overrides,
  });
  const decision = decideChange({ ...observed, state: "open" }, nowMs);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  const prefix = prefixOf(observed);
  const [parsed, ...further] = parseCommands(body, prefix);
  if (parsed === undefined || further.length > 0) throw new Error("one command, please");
  const context = { observed, decision, giver, atMs, headPushedAtMs, nowMs, prefix };
  return runCommand(parsed, context, comment);
}
