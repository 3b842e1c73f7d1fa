import { fitSections, type Section } from "#core/text/fit-sections.ts";
import { listed } from "#core/text/words.ts";
import { spellAsCode } from "./command-text.ts";
import { findCommand } from "./commands.ts";
import type { CommandOutcome } from "./run-command.ts";

/** What became of one command of a comment. */
export type Answer = { readonly word: string; readonly outcome: CommandOutcome };

/** The one reaction and the one reply to a comment; neither where all its commands were ignored. */
export function answerComment(
  answers: readonly Answer[],
  prefix: string,
): { readonly reaction: "done" | "refused" | null; readonly reply: string | null } {
  const heard = answers.filter(({ outcome }) => outcome.kind !== "ignored");
  if (heard.length === 0) return { reaction: null, reply: null };
  const isRefused = heard.some(({ outcome }) => outcome.kind === "refused");
  const texts = [...new Set(heard.flatMap(({ outcome }) => textOf(outcome) ?? []))];
  const done = heard.flatMap(({ word, outcome }) => {
    const command = findCommand(word);
    return outcome.kind === "done" && command !== undefined
      ? [spellAsCode(command.word, prefix)]
      : [];
  });
  const mixed = isRefused && done.length > 0 ? [`Done: ${listed([...new Set(done)])}.`] : [];
  const parts = texts.length > 0 ? [...mixed, ...texts] : [];
  return {
    reaction: isRefused ? "refused" : "done",
    reply: parts.length > 0 ? fitSections(parts.map(asSection), longestReply) : null,
  };
}

/** Bytes: GitHub takes 65,536 characters of a comment. */
const longestReply = 60_000;

function asSection(markdown: string): Section {
  return { markdown, standIn: null };
}

function textOf(outcome: CommandOutcome): string | null {
  switch (outcome.kind) {
    case "done":
      return outcome.reply;
    case "refused":
      return outcome.text;
    case "ignored":
      return null;
  }
}
