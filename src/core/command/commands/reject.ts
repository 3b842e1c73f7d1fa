import {
  type CommandDefinition,
  done,
  misused,
  refused,
} from "#core/command/command-definition.ts";
import { isChangeManager } from "#core/command/grounds.ts";
import { describePeople, describeRight, isNamed, rightOfRole } from "#core/command/rights.ts";

export const reject: CommandDefinition = Object.freeze({
  word: "reject",
  argument: "<reason>",
  example: "it drops a column that reports still read",
  who: "anyone whom a requirement names, or a change-manager",
  help: "Rejects the change until you approve it, or a change-manager lifts it with `approve` or `override`.",
  runsOn: ["open"],
  needsPolicy: true,
  run: (argument, context) => {
    if (argument === "") return misused("A reason is missing.");
    const { observed, giver, decision } = context;
    const named = decision.policies.flatMap(({ requirements }) => requirements);
    const isAsked = named.some(({ from }) => isNamed(from, giver, observed));
    if (isAsked || isChangeManager(context)) return done({ kind: "reject", reason: argument });
    const people = named.map(({ from }) => describePeople(from));
    const managers = `a change-manager (${describeRight(rightOfRole(observed, "change-manager"))})`;
    const who = [...new Set(people), managers].join("; ");
    return refused(`No requirement of this change names you. It can be rejected by: ${who}.`);
  },
} satisfies CommandDefinition);
