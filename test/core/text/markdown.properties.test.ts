import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { asCode, asProse } from "#core/text/markdown.ts";

/** What GitHub makes something of: in its Markdown, or afterwards in the plain text. */
const sign = fc.constantFrom(
  ...["@", "maria", "@acme/sre", "#12", "acme/shop#1", "GH-1", "1a2b3c4d", ":shipit:", "~~", "~"],
  ...["http://", "https://evil.example", "www.", "evil.example", "mailto:a@b.example", "ftp://x"],
  ...[
    "![",
    "](",
    ")",
    "[",
    "]",
    "[^1]",
    "]: ",
    "<",
    ">",
    "<img src=x>",
    "</details>",
    "<!--",
    "-->",
  ],
  ...["`", "``", "```", "\\", "\\`", "&lt;", "&#64;", "*", "**", "_", "__", "$", "$$", "|", "¦"],
  ...["# ", "- ", "1. ", "1) ", "> ", "---", "===", "    ", "\t", "\n", "\r\n", " ", "\u2028"],
  ...[
    "[ ] ",
    "[x] ",
    "\u202E",
    "\u200B",
    "\u00A0",
    "é",
    "🙈",
    "\uD800",
    "a",
    "7",
    ".",
    ",",
    "(",
    "'",
  ],
);
const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.array(sign, { maxLength: 12 }).map((signs) => signs.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);

/** Where our own texts put what others wrote. */
const places: readonly ((piece: string) => string)[] = [
  (piece) => piece,
  (piece) => `- ${piece}`,
  (piece) => `It waits for ${piece}.`,
  (piece) => `It waits for owners (${piece}); **two** of them.`,
  (piece) => `First.\n\n${piece}\n\nLast.`,
  (piece) => `<details>\n<summary>Why</summary>\n\n${piece}\n\n</details>`,
];

/** Mentions, references, addresses, commits and emoji, which GitHub finds in plain text. */
const found =
  /@\w|#\d|GH-\d|:\/\/|www\.\w|mailto:|(?<![\p{L}\p{N}_])[0-9a-f]{7,40}(?![\p{L}\p{N}_])|:\w+:/iu;

test("no mention, link, image or HTML comes out of any text", () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(asProse, asCode), (text, write) => {
      const written = write(text);
      for (const place of places) {
        const nodes = nodesOf(place(written));
        const harmless = nodesOf(place(written === "" ? "" : "word"));
        expect(outline(nodes)).toEqual(outline(harmless));
        for (const node of nodes) if (node.type === "text") expect(node.value).not.toMatch(found);
      }
    }),
    { numRuns: 500 },
  );
});

/** The kinds of nodes in order, without code within a line and the words around it. */
function outline(nodes: readonly Nodes[]): readonly string[] {
  return nodes.flatMap(({ type }) => (type === "inlineCode" || type === "text" ? [] : [type]));
}

function nodesOf(markdown: string): readonly Nodes[] {
  const below = (node: Nodes): readonly Nodes[] => [
    node,
    ...("children" in node ? node.children.flatMap(below) : []),
  ];
  return below(fromMarkdown(markdown));
}
