import type { z } from "zod";
import { nearestName } from "./nearest-name.ts";
import { resolveShape, type Shape, shapeAt } from "./policy-shape.ts";
import type { Finding } from "./yaml/finding.ts";
import { inlineEntry, inlineYaml } from "./yaml/inline-yaml.ts";
import type { KeyPath } from "./yaml/key-path.ts";
import { nodeAt, type YamlNode } from "./yaml/yaml-node.ts";

type Issue = z.core.$ZodIssue;

type Fault = { readonly message: string; readonly remedy: string };

/** Says in plain words what zod found wrong in a policy, and how to right it. */
export function explainIssue(issue: Issue, root: YamlNode): Finding[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: [...path, key], ...unknownKey(key, path) }));
    case "invalid_key":
      return issue.issues.map((inner) => ({ path, ...fault(inner, path, root) }));
    default:
      return [{ path, ...fault(issue, path, root) }];
  }
}

function fault(issue: Issue, path: KeyPath, root: YamlNode): Fault {
  const node = nodeAt(root, path);
  switch (issue.code) {
    case "custom":
      return { message: issue.message, remedy: String(issue.params?.remedy ?? example(path)) };
    case "invalid_type":
      return wrongType(issue.expected, node, path);
    case "invalid_value":
      return notOneOf(issue.values.map(String), node, path);
    case "too_small":
      return tooSmall(issue.origin, Number(issue.minimum), node, path);
    case "too_big":
      return tooBig(issue.origin, Number(issue.maximum), node, path);
    default:
      return { message: issue.message, remedy: example(path) };
  }
}

function unknownKey(key: string, path: KeyPath): Fault {
  const known = Object.keys(resolved(path)?.properties ?? {});
  const meant = nearestName(key, known);
  return {
    message: `unknown key ${JSON.stringify(key)}`,
    remedy:
      meant === undefined ? `Known keys here: ${known.join(", ")}.` : `Did you mean ${meant}?`,
  };
}

function wrongType(expected: string, node: YamlNode | undefined, path: KeyPath): Fault {
  if (node === undefined) {
    return { message: `the key ${JSON.stringify(path.at(-1))} is missing`, remedy: example(path) };
  }
  return {
    message: `expected ${typeName(expected)}, found ${foundText(node)}`,
    remedy: typeRemedy(expected, node, path),
  };
}

function typeRemedy(expected: string, node: YamlNode, path: KeyPath): string {
  if (node.kind !== "scalar" || node.value === null) return example(path);
  if (expected === "string") return `Put it in quotes: ${JSON.stringify(node.text)}.`;
  const items = resolved(path)?.items;
  if (expected === "array" && items !== undefined && resolveShape(items).type === "string") {
    return `Write a list: ${inlineYaml([node.value])}.`;
  }
  return example(path);
}

function typeName(expected: string): string {
  switch (expected) {
    case "string":
      return "text";
    case "int":
      return "a whole number";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "array":
      return "a list";
    default:
      return "keys and values";
  }
}

function foundText(node: YamlNode): string {
  if (node.kind === "sequence") return "a list";
  if (node.kind === "mapping") return "keys and values";
  if (node.value === null) return "nothing";
  return typeof node.value === "string" ? `the text ${quote(node.text)}` : node.text;
}

function notOneOf(allowed: readonly string[], node: YamlNode | undefined, path: KeyPath): Fault {
  if (node === undefined) return wrongType("value", node, path);
  const meant = node.kind === "scalar" ? nearestName(node.text, allowed) : undefined;
  return {
    message: `expected ${allowed.length === 1 ? "" : "one of "}${allowed.join(", ")}, found ${foundText(node)}`,
    remedy:
      meant !== undefined && node.kind === "scalar" && meant !== node.text
        ? `Did you mean ${meant}?`
        : example(path),
  };
}

function tooSmall(
  origin: string,
  minimum: number,
  node: YamlNode | undefined,
  path: KeyPath,
): Fault {
  if (origin === "array") return { message: "the list is empty", remedy: example(path) };
  if (origin === "string") return { message: "the text is empty", remedy: example(path) };
  return {
    message: `${node === undefined ? "the number" : foundText(node)} is below ${minimum}`,
    remedy: range(path),
  };
}

function tooBig(origin: string, maximum: number, node: YamlNode | undefined, path: KeyPath): Fault {
  if (origin === "array") {
    return { message: `the list has more than ${maximum} items`, remedy: "Join or drop some." };
  }
  if (origin === "string") {
    return {
      message: `the text is longer than ${maximum} characters`,
      remedy: "Say it in fewer words.",
    };
  }
  return {
    message: `${node === undefined ? "the number" : foundText(node)} is above ${maximum}`,
    remedy: range(path),
  };
}

function range(path: KeyPath): string {
  const { minimum, maximum } = resolved(path) ?? {};
  return `Use ${minimum ?? "any number"} to ${maximum ?? "any number"}.`;
}

function resolved(path: KeyPath): Shape | undefined {
  const shape = shapeAt(path);
  return shape && resolveShape(shape);
}

/** "For example from: ['@acme/sre']." for the key at the path, or for the key whose list it is in. */
function example(path: KeyPath): string {
  const keyIndex = path.findLastIndex((step) => typeof step === "string");
  if (keyIndex < 0) return 'For example "version: 1".';
  const keyPath = path.slice(0, keyIndex + 1);
  return `For example ${inlineEntry(String(path[keyIndex]), exampleValue(shapeAt(keyPath)))}.`;
}

function exampleValue(unresolved: Shape | undefined): unknown {
  const shape = unresolved && resolveShape(unresolved);
  if (shape?.examples !== undefined) return shape.examples[0];
  if (shape?.const !== undefined) return shape.const;
  if (shape?.items !== undefined) return [exampleValue(shape.items)];
  if (shape?.default !== undefined) return shape.default;
  if (shape?.enum !== undefined) return shape.enum[0];
  if (shape?.type === "integer" || shape?.type === "number") return shape.minimum ?? 0;
  const required = shape?.required ?? Object.keys(shape?.properties ?? {}).slice(0, 1);
  return Object.fromEntries(required.map((key) => [key, exampleValue(shape?.properties?.[key])]));
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
