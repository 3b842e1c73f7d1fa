import type { Account } from "#core/change/facts.ts";
import { asCode } from "#core/text/markdown.ts";
import { listed } from "#core/text/words.ts";
import type { CommandDefinition, CommandWord } from "./command-definition.ts";

/** A command as it is written: `/approve`, or `/sluice approve` with a prefix. */
export function spell(word: CommandWord, prefix: string, argument = ""): string {
  const command = prefix === "" ? `/${word}` : `/${prefix} ${word}`;
  return argument === "" ? command : `${command} ${argument}`;
}

/** The same as Markdown. */
export function spellAsCode(word: CommandWord, prefix: string, argument = ""): string {
  return asCode(spell(word, prefix, argument));
}

/** How a command is written, with an example: a sentence, as Markdown. */
export function describeUsage(
  { word, argument, example }: CommandDefinition,
  prefix: string,
): string {
  const written = spellAsCode(word, prefix, argument);
  return argument === ""
    ? `Write ${written}.`
    : `Write ${written}, for example ${spellAsCode(word, prefix, example)}.`;
}

/** The first word of an argument and what follows it; both empty where there is nothing. */
export function takeWord(argument: string): { readonly first: string; readonly rest: string } {
  const [, first = "", rest = ""] = /^(\S+)\s*(.*)$/su.exec(argument.trim()) ?? [];
  return { first, rest };
}

/** Accounts by their logins, as Markdown that mentions nobody. */
export function nameAccounts(accounts: readonly Account[]): string {
  const logins = [...new Set(accounts.map(({ login }) => asCode(`@${login}`)))];
  return listed(logins, { limit: 6 });
}
