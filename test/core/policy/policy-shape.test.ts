import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { parsePolicy } from "#core/policy/parse-policy.ts";
import { fc } from "../../support/fast-check.ts";

const jsonSchema = JSON.parse(readFileSync("schema/sluice.schema.json", "utf8"));
const isValid = new Ajv({ strictTypes: false, allErrors: true }).compile(jsonSchema);
const example = readFileSync("docs/examples/sluice.yml", "utf8");

/** Where the editors' schema complains, as JSON pointers. */
function complaintsAbout(file: string): string[] {
  isValid(load(file));
  return (isValid.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

test("the complete example is valid for editors", () => {
  expect(complaintsAbout(example)).toEqual([]);
});

describe("editors refuse", () => {
  test.each<[name: string, file: string, complaint: string]>([
    ["no version", "mode: enforce", " required"],
    ["an unknown key", "version: 1\nbranchs: [main]", " additionalProperties"],
    ["an unknown value", "version: 1\nmode: enfroce", "/mode enum"],
    ["a text for a list", "version: 1\nbranches: main", "/branches type"],
    [
      "a duration in words",
      "version: 1\nenvironments: { p: { after: { environment: s, soak: two hours } } }",
      "/environments/p/after/soak pattern",
    ],
    [
      "a standard rule for everything",
      "version: 1\nstandard: [{ name: a, when: {} }]",
      "/standard/0/when minProperties",
    ],
  ])("%s", (_name, file, complaint) => {
    expect(complaintsAbout(file)).toEqual([complaint]);
  });
});

test("editors refuse nothing that Sluice takes", () => {
  const lines = example.split("\n");
  const drops = fc.uniqueArray(fc.nat({ max: lines.length - 1 }), { maxLength: 20 });
  fc.assert(
    fc.property(drops, (dropped) => {
      const file = lines.filter((_, index) => !dropped.includes(index)).join("\n");
      fc.pre(parsePolicy(file).kind === "valid");
      expect(complaintsAbout(file)).toEqual([]);
    }),
  );
});

test("every key is described for editors and the reference", () => {
  const undescribed: string[] = [];
  const visit = (shape: Record<string, unknown>, path: string) => {
    for (const [key, value] of Object.entries(shape)) {
      if (typeof value !== "object" || value === null) continue;
      const child = value as Record<string, unknown>;
      if (path.endsWith("/properties") && !describes(child)) undescribed.push(`${path}/${key}`);
      if (key !== "examples" && key !== "default") visit(child, `${path}/${key}`);
    }
  };
  visit(jsonSchema, "");
  expect(undescribed).toEqual([]);
});

/** By its own text, or by that of the one shape to which it refers. */
function describes(shape: Record<string, unknown>): boolean {
  return "description" in shape || "$ref" in shape;
}
