import { isSameAccount } from "#core/change/account.ts";
import { type CommandDefinition, done, refused } from "#core/command/command-definition.ts";
import { nameAccounts } from "#core/command/command-text.ts";
import { isChangeManager } from "#core/command/grounds.ts";
import { describeRight, rightOfRole } from "#core/command/rights.ts";

export const unhold: CommandDefinition = Object.freeze({
  word: "unhold",
  argument: "",
  example: "",
  who: "who held the change, or a change-manager",
  help: "Lifts your own hold; from a change-manager, everybody's.",
  runsOn: ["open"],
  needsPolicy: true,
  run: (_argument, context) => {
    const { observed, decision, giver } = context;
    const holders = decision.holds.map(({ by }) => by);
    if (holders.length === 0) return refused("Nobody holds this change.");
    if (isChangeManager(context)) return done({ kind: "unhold", whose: "all" });
    if (holders.some((holder) => isSameAccount(holder, giver))) {
      return done({ kind: "unhold", whose: "own" });
    }
    const managers = describeRight(rightOfRole(observed, "change-manager"));
    return refused(
      `The hold is lifted by who gave it (${nameAccounts(holders)}) or by a change-manager: ${managers}.`,
    );
  },
} satisfies CommandDefinition);
