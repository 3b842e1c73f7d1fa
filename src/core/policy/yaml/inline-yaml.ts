import { dump } from "js-yaml";

/** A value as YAML on one line, as people write it: `{ from: ['@acme/sre'], count: 2 }`. */
export function inlineYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineYaml).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => inlineEntry(key, item));
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  // Within a list, a text is quoted whenever any place on one line needs it.
  return dump([value], { flowLevel: 0, lineWidth: -1 }).trim().slice(1, -1);
}

/** A key and its value on one line: `from: ['@acme/sre']`. */
export function inlineEntry(key: string, value: unknown): string {
  return `${inlineYaml(key)}: ${inlineYaml(value)}`;
}
