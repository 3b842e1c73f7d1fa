import { findStandings } from "#core/approval/standings.ts";
import { isSameAccount } from "#core/change/account.ts";
import { type CommandDefinition, done, refused } from "#core/command/command-definition.ts";

export const unapprove: CommandDefinition = Object.freeze({
  word: "unapprove",
  argument: "",
  example: "",
  who: "who approved the change",
  help: "Takes your approval back.",
  runsOn: ["open", "merged"],
  needsPolicy: true,
  run: (_argument, { observed, giver }) =>
    findStandings(observed).some(
      ({ account, state }) => state === "approved" && isSameAccount(account, giver),
    )
      ? done({ kind: "unapprove" })
      : refused("You have no approval of this change to take back."),
} satisfies CommandDefinition);
