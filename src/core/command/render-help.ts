import { table } from "#core/text/markdown.ts";
import { spellAsCode } from "./command-text.ts";
import { commands } from "./commands.ts";

/** The answer to `/help`: every command, who may give it and what it does. */
export function renderHelp(prefix: string): string {
  const rows = commands.map(({ word, argument, who, help }) => [
    spellAsCode(word, prefix, argument),
    who,
    help,
  ]);
  return `${table(["Command", "Who", "What it does"], rows)}\n\n${grammar}`;
}

const grammar =
  "Commands stand at the beginning of a new comment, each on a line of its own; a comment that is edited commands nothing.";
