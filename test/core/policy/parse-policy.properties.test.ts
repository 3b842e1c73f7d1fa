import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { dump } from "js-yaml";
import { parsePolicy } from "#core/policy/parse-policy.ts";
import { fc } from "../../support/fast-check.ts";

const example = readFileSync("docs/examples/sluice.yml", "utf8");
const exampleLines = example.split("\n");

/** Parses without throwing; every problem and note stands within the file and says something. */
function expectPlaced(file: string): void {
  const parsed = parsePolicy(file);
  const lines = file.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const told = parsed.kind === "valid" ? parsed.notes : parsed.problems;
  if (parsed.kind === "invalid") expect(parsed.problems).not.toHaveLength(0);
  for (const { line, column, message } of told) {
    const text = lines[line - 1];
    expect(text).toBeDefined();
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((text?.length ?? 0) + 1);
    expect(message).not.toBe("");
  }
}

test("any text is parsed without an exception, and problems stand within it", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), expectPlaced));
});

test("so is any text in the signs of YAML", () => {
  const sign = fc.constantFrom(
    ...["&a ", "*a", "!t ", "? ", ": ", "- ", "\n", "\r\n", "  ", "\t", "[", "]", "{", "}", ","],
    ...["'", '"', "|", ">", "#", "<<", "---\n", "...\n", "%", "@", "version", "when", "1", "risk"],
    ...["files", "from", "__proto__", "constructor", "name", "~"],
  );
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 40 }), (signs) => expectPlaced(signs.join(""))),
    { numRuns: 1_000 },
  );
});

test("so is any value under the keys of a policy", () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  const key = fc.constantFrom(
    ...["version", "mode", "branches", "roles", "risk", "standard", "approvals", "approvers"],
    ...["emergency", "freezes", "environments", "releases", "commands"],
  );
  fc.assert(
    fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (policy) =>
      expectPlaced(dump({ version: 1, ...policy })),
    ),
  );
});

test("so is the complete example with lines dropped, doubled, cut short and moved", () => {
  const edit = fc.record({
    kind: fc.constantFrom("drop", "double", "cut", "indent", "comment"),
    line: fc.nat({ max: exampleLines.length - 1 }),
    column: fc.nat({ max: 60 }),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const lines = [...exampleLines];
      for (const { kind, line, column } of edits) {
        const text = lines[line] ?? "";
        if (kind === "drop") lines[line] = "";
        if (kind === "double") lines[line] = `${text}\n${text}`;
        if (kind === "cut") lines[line] = text.slice(0, column);
        if (kind === "indent") lines[line] = ` ${text}`;
        if (kind === "comment") lines[line] = `# ${text}`;
      }
      expectPlaced(lines.join("\n"));
    }),
    { numRuns: 300 },
  );
});

test("a policy says the same as JSON and as YAML in block style", () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  const requirement = fc.record({
    from: fc.array(fc.constantFrom("write", "admin", "@acme/sre", "change-manager"), {
      minLength: 1,
      maxLength: 3,
    }),
    count: fc.integer({ min: 1, max: 20 }),
  });
  const policy = fc.record({
    version: fc.constant(1),
    mode: fc.constantFrom("enforce", "observe"),
    branches: fc.array(name, { minLength: 1, maxLength: 3 }),
    approvals: fc.record({ high: fc.array(requirement, { maxLength: 3 }) }),
  });
  fc.assert(
    fc.property(policy, (file) => {
      const [json, yaml] = [JSON.stringify(file), dump(file)].map(parsePolicy);
      expect(json?.kind).toBe("valid");
      if (json?.kind !== "valid" || yaml?.kind !== "valid") throw new Error("not valid");
      expect(yaml.policy).toEqual(json.policy);
    }),
  );
});
