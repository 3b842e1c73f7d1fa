import { Policy } from "../src/core/policy/schema.ts";
import { builtInFactors } from "../src/core/risk/built-in-factors.ts";
import { defaultFloors } from "../src/core/risk/default-floors.ts";
import { fileClassRules } from "../src/core/risk/file-class.ts";
import { type GeneratedDocument, replaceRegion } from "./generated-document.ts";

/** The generated regions of the risk model's page; the prose between them is written by hand. */
export const riskReference: GeneratedDocument = {
  path: "docs/risk.md",
  render: (current) =>
    [
      ["factors", renderFactors()],
      ["floors", renderFloors()],
      ["file-classes", renderFileClasses()],
    ].reduce(
      (document, [name = "", content = ""]) => replaceRegion(document, name, content),
      current,
    ),
};

function renderFactors(): string {
  const { medium, high, critical } = Policy.parse({ version: 1 }).risk.levels;
  return [
    "| factor | points |",
    "|---|---|",
    ...builtInFactors.map(({ name, formula }) => `| \`${name}\` | ${formula} |`),
    "",
    `The sum, clamped to 0 to 100, is \`low\` below ${medium}, \`medium\` from ${medium}, \`high\` from ${high} and \`critical\` from ${critical}.`,
  ].join("\n");
}

function renderFloors(): string {
  return [
    "| floor | at least | paths |",
    "|---|---|---|",
    ...defaultFloors.map(({ name, atLeast, editedBy, globs }) => {
      const by = editedBy === "person" ? ", edited by a person" : "";
      return `| ${name}${by} | \`${atLeast}\` | ${renderGlobs(globs)} |`;
    }),
  ].join("\n");
}

function renderFileClasses(): string {
  return [
    "| class | folders | names |",
    "|---|---|---|",
    ...fileClassRules.map(({ fileClass, folders, filesInFolders, names }) => {
      const only = filesInFolders === undefined ? "" : ` (there: ${renderGlobs([filesInFolders])})`;
      return `| ${fileClass} | ${renderGlobs(folders)}${only} | ${renderGlobs(names)} |`;
    }),
  ].join("\n");
}

function renderGlobs(globs: readonly string[]): string {
  return globs.map((glob) => `\`${glob}\``).join(", ");
}
