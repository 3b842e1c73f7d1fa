import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { matchOwners } from "#core/code-owners/match-owners.ts";
import { parseCodeOwners } from "#core/code-owners/parse-code-owners.ts";
import { fileChange } from "../../support/facts.ts";

const sign = fc.constantFrom(
  ...["*", "**", "/", "docs", ".js", "?", "[a]", "!", "\\", "\\ ", "\\#", "#", "a", "é", "🙈"],
  ...[" ", "\t", "\n", "\r\n", "\u00A0", "\uFEFF", "\0", "\u2028"],
  ...[" @maria", " @acme/sre", " @", " @acme/", " a@b.example", " helper[bot]", " @-"],
);
const anyFile = fc.oneof(
  { weight: 3, arbitrary: fc.array(sign, { maxLength: 40 }).map((signs) => signs.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 100 }) },
);
const path = fc
  .array(fc.constantFrom("docs", "a", ".js", "a.js", "*", "[a]", "é"), {
    minLength: 1,
    maxLength: 4,
  })
  .map((names) => names.join("/"));

test("any text is read without an exception: each line is a rule, a problem or nothing", () => {
  fc.assert(
    fc.property(anyFile, (text) => {
      const content = parseCodeOwners(text);
      if (content.kind === "unreadable") return;
      const lines = [...content.rules, ...content.problems].map(({ line }) => line);
      expect(new Set(lines).size).toBe(lines.length);
      for (const line of lines) {
        expect(text.split("\n")[line - 1]?.trim()).toBeTruthy();
      }
    }),
  );
});

test("what the last matching rule names are a file's owners, whatever the rules and the path", () => {
  fc.assert(
    fc.property(anyFile, path, (text, name) => {
      const content = parseCodeOwners(text);
      if (content.kind === "unreadable") return;
      const [owned] = matchOwners(content.rules, [fileChange(name)]);
      if (owned === undefined) return;
      const { owners, addresses } = owned;
      expect(content.rules).toContainEqual(expect.objectContaining({ owners, addresses }));
      const everybody = { pattern: "*", line: 1_000, owners: [], addresses: [] };
      expect(matchOwners([...content.rules, everybody], [fileChange(name)])).toEqual([]);
    }),
  );
});
