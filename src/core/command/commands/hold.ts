import { type CommandDefinition, done } from "#core/command/command-definition.ts";

export const hold: CommandDefinition = Object.freeze({
  word: "hold",
  argument: "[reason]",
  example: "wait for the load test",
  who: "anyone with write access",
  help: "Makes the change wait until the hold is lifted.",
  runsOn: ["open"],
  needsPolicy: true,
  run: (argument) => done({ kind: "hold", reason: argument === "" ? null : argument }),
} satisfies CommandDefinition);
