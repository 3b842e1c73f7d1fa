import type { YAMLException } from "js-yaml";
import type { Finding } from "./finding.ts";

type Explanation = {
  /** Held against the parser's own words. */
  readonly reason?: RegExp;
  /** Held against the character at which it stopped. */
  readonly character?: RegExp;
  readonly message: string;
  readonly remedy: string;
};

/** The mistakes that people make, of which the parser's own words would lead astray; the first that fits counts. */
const explanations: readonly Explanation[] = [
  {
    reason: /nesting exceeded/,
    message: "the file nests too deeply",
    remedy: "A policy needs no such depth.",
  },
  {
    reason: /non-printable|null byte/,
    message: "not valid YAML: a character that can't be printed",
    remedy: "Remove it.",
  },
  {
    reason: /deficient indentation|end of the (stream|document) within/,
    message: "not valid YAML: a quote or a bracket is not closed before this place",
    remedy: "Close it, or indent the lines that continue it.",
  },
  {
    reason: /multiline key|expected ':'/,
    message: "not valid YAML: a key without a colon, here or on the line before",
    remedy: "Write a colon and a space after the key: mode: enforce.",
  },
  {
    character: /[@`%]/,
    message: "not valid YAML: plain text can't begin with @, % or a backquote",
    remedy: "Put it in quotes: '@acme/sre'.",
  },
  {
    character: /\t/,
    message: "not valid YAML: a tab in the indentation",
    remedy: "Indent with spaces.",
  },
  {
    character: /:/,
    message: "not valid YAML: a colon where a value should end",
    remedy: "Put text that holds a colon in quotes, or begin a new line for a new key.",
  },
];

/** Where the text stops being YAML, why, and how to right it. */
export function explainSyntaxError(text: string, error: YAMLException): Omit<Finding, "path"> {
  const offset = error.mark?.position ?? 0;
  const known = explanations.find(
    ({ reason, character }) =>
      (reason === undefined || reason.test(error.reason)) &&
      (character === undefined || character.test(text.charAt(offset))),
  );
  return {
    offset,
    message: known?.message ?? `not valid YAML: ${error.reason}`,
    remedy:
      known?.remedy ??
      "Look for an indentation, a quote or a bracket that does not fit, here or just before.",
  };
}
