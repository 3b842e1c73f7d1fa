import {
  type CommandDefinition,
  done,
  misused,
  refused,
} from "#core/command/command-definition.ts";
import { describeRight, holdsRight, rightToDeclare } from "#core/command/rights.ts";
import { policyPath } from "#core/policy/policy-source.ts";

export const emergency: CommandDefinition = Object.freeze({
  word: "emergency",
  argument: "<reason>",
  example: "checkout is down",
  who: "whom the policy names in `emergency.declare`",
  help: "Makes the change an emergency: it needs the emergency's approvals only, and owes a retrospective review.",
  runsOn: ["open"],
  needsPolicy: true,
  run: (argument, { observed, giver, decision }) => {
    if (argument === "") return misused("A reason is missing.");
    const right = rightToDeclare(observed);
    if (right.length === 0) return refused(noEmergencies);
    if (!holdsRight(right, giver, observed)) {
      return refused(`It takes one of those who may declare one: ${describeRight(right)}.`);
    }
    return decision.type === "emergency"
      ? refused("This change is an emergency already.")
      : done({ kind: "declare-emergency", reason: argument });
  },
} satisfies CommandDefinition);

const noEmergencies = `The policy says nothing of emergencies. Whoever keeps it can add to \`${policyPath}\`:

\`\`\`yaml
emergency:
  declare: [change-manager]
  approvals: [{ from: [maintain] }]
\`\`\``;
