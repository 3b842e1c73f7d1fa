import type { JsonValue } from "./json.ts";

/**
 * Canonical JSON, {@link https://www.rfc-editor.org/rfc/rfc8785 RFC 8785}: no white space, members sorted by the UTF-16 code units of their
 * names, numbers and strings as ECMAScript writes them. A member that is undefined is left out. Callers make sure that the value is JSON, see
 * `jsonProblem`.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  // Put together piece by piece: a million entries are verified in one go.
  let text = "";
  if (isList(value)) {
    for (const item of value) text += `${text === "" ? "" : ","}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
