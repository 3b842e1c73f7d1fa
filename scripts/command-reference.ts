import { spellAsCode } from "../src/core/command/command-text.ts";
import { commands } from "../src/core/command/commands.ts";
import { table } from "../src/core/text/markdown.ts";
import { listed } from "../src/core/text/words.ts";
import { type GeneratedDocument, replaceRegion } from "./generated-document.ts";

/** The table on the commands' page; the prose around it is written by hand. */
export const commandReference: GeneratedDocument = {
  path: "docs/commands.md",
  render: (current) => replaceRegion(current, "commands", renderCommands()),
};

function renderCommands(): string {
  const rows = commands.map(({ word, argument, who, help, runsOn, example }) => [
    spellAsCode(word, "", argument),
    who,
    help,
    runsOn.length === 3 ? "any" : listed(runsOn, { word: "or" }),
    example === "" ? "" : spellAsCode(word, "", example),
  ]);
  return table(["command", "who", "effect", "on changes that are", "example"], rows);
}
