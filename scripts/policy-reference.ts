import { globLimits } from "../src/core/policy/glob.ts";
import {
  policyShape,
  resolveShape,
  type Shape,
  shapeName,
} from "../src/core/policy/policy-shape.ts";
import { inlineYaml } from "../src/core/policy/yaml/inline-yaml.ts";
import { yamlLimits } from "../src/core/policy/yaml/read-yaml.ts";
import { type GeneratedDocument, replaceRegion } from "./generated-document.ts";

/** The generated regions of the policy's reference; the prose between them is written by hand. */
export const policyReference: GeneratedDocument = {
  path: "docs/policy.md",
  render: (current) =>
    [
      ["keys", renderKeys()],
      ["conditions", renderTable("Condition")],
      ["requirements", renderTable("Requirement")],
      ["limits", renderLimits()],
    ].reduce(
      (document, [name = "", content = ""]) => replaceRegion(document, name, content),
      current,
    ),
};

type Row = { readonly key: string; readonly shape: Shape; readonly required: boolean };

function renderKeys(): string {
  const policy = policyShape();
  const sections = Object.entries(policy.properties ?? {}).filter(
    ([, shape]) => rowsBelow("", shape).length > 0,
  );
  return [
    renderRows(directRows(policy)),
    ...sections.map(([key, shape]) =>
      [`### \`${key}\``, shape.description ?? "", renderRows(rowsBelow("", shape))].join("\n\n"),
    ),
  ].join("\n\n");
}

function renderTable(definition: string): string {
  return renderRows(directRows(policyShape().definitions?.[definition] ?? {}));
}

function directRows(shape: Shape): Row[] {
  return Object.entries(shape.properties ?? {}).map(([key, property]) => ({
    key,
    shape: property,
    required: shape.required?.includes(key) ?? false,
  }));
}

/** The keys within a value, down to values that have a chapter of their own. */
function rowsBelow(prefix: string, unresolved: Shape): Row[] {
  if (shapeName(unresolved) !== undefined) return [];
  if (unresolved.items !== undefined) return rowsBelow(`${prefix}[]`, unresolved.items);
  if (unresolved.additionalProperties) {
    return rowsBelow(`${prefix}.<name>`, unresolved.additionalProperties);
  }
  return directRows(unresolved).flatMap((row) => {
    const key = `${prefix}.${row.key}`.replace(/^\./, "");
    return [{ ...row, key }, ...rowsBelow(key, row.shape)];
  });
}

function renderRows(rows: readonly Row[]): string {
  return [
    "| key | value | default | meaning |",
    "|---|---|---|---|",
    ...rows.map(({ key, shape, required }) => {
      const cells = [
        code(key),
        typeOf(shape),
        required ? "required" : defaultOf(shape),
        meaningOf(shape),
      ];
      return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    }),
  ].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

const chapters: Readonly<Record<string, string>> = {
  Condition: "[condition](#conditions)",
  RiskCondition: "[condition](#conditions)",
  Requirement: "[requirement](#requirements)",
  Principal: "[principal](#principals)",
  Glob: "[glob](#globs)",
};

function typeOf(unresolved: Shape): string {
  const name = shapeName(unresolved);
  const shape = resolveShape(unresolved);
  if (name !== undefined && chapters[name] !== undefined) return chapters[name];
  if (shape.title !== undefined) return shape.title;
  if (shape.enum !== undefined) return shape.enum.map(code).join(", ");
  if (shape.const !== undefined) return code(String(shape.const));
  if (shape.items !== undefined) return `list: ${typeOf(shape.items)}`;
  if (shape.additionalProperties) return `by name: ${typeOf(shape.additionalProperties)}`;
  switch (shape.type) {
    case "integer":
    case "number": {
      const noun = shape.type === "integer" ? "whole number" : "number";
      return shape.minimum === undefined ? noun : `${noun}, ${shape.minimum} to ${shape.maximum}`;
    }
    case "boolean":
      return "`true`, `false`";
    case "object":
      return "keys";
    default:
      return "text";
  }
}

function defaultOf({ default: value }: Shape): string {
  if (value === undefined) return "";
  return JSON.stringify(value) === "{}" ? "see its keys" : code(inlineYaml(value));
}

function meaningOf(unresolved: Shape): string {
  const shape = resolveShape(unresolved);
  const example = shape.examples?.[0];
  // A value with keys of its own shows an example at each of them.
  const shown =
    example === undefined || shape.properties !== undefined
      ? ""
      : ` Example: ${code(inlineYaml(example))}.`;
  return `${shape.description ?? ""}${shown}`;
}

function renderLimits(): string {
  return [
    `- a file: ${yamlLimits.length.toLocaleString("en-GB")} characters, ${yamlLimits.nodes.toLocaleString("en-GB")} keys and values (an alias counts as what it stands for), nested ${yamlLimits.depth} deep`,
    `- a glob: ${globLimits.length} characters, ${globLimits.wildcards} wildcards`,
  ].join("\n");
}
