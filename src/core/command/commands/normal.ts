import { isSameAccount } from "#core/change/account.ts";
import { type CommandDefinition, done, refused } from "#core/command/command-definition.ts";
import { nameAccounts } from "#core/command/command-text.ts";
import { findDeclared } from "#core/command/declared.ts";
import { isChangeManager } from "#core/command/grounds.ts";
import { describeRight, rightOfRole } from "#core/command/rights.ts";

export const normal: CommandDefinition = Object.freeze({
  word: "normal",
  argument: "",
  example: "",
  who: "who declared the emergency, or a change-manager",
  help: "Takes the declaration of an emergency back.",
  runsOn: ["open"],
  needsPolicy: true,
  run: (_argument, context) => {
    const { observed, giver } = context;
    const { emergency } = findDeclared(observed.recorded.commands, observed.headSha);
    if (emergency === null) return refused("This change is not declared an emergency.");
    if (isSameAccount(emergency.by, giver) || isChangeManager(context)) {
      return done({ kind: "declare-normal" });
    }
    const managers = describeRight(rightOfRole(observed, "change-manager"));
    return refused(
      `It is taken back by who declared it (${nameAccounts([emergency.by])}) or by a change-manager: ${managers}.`,
    );
  },
} satisfies CommandDefinition);
