import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { handlers } from "#github/event-handlers.ts";
import { appRegistration } from "../support/registration.ts";

const page = readFileSync("docs/security.md", "utf8");

/** The rows of the table of rules. */
const rows = [...page.matchAll(/^\| (\d+) \| .*?\| `([^`]+)`: "(.+)" \|$/gm)].map(
  ([, rule = "", file = "", name = ""]) => ({ rule: Number(rule), file, name }),
);

describe("the table of rules", () => {
  test("has tests for each of the twenty", () => {
    const rules = [...new Set(rows.map(({ rule }) => rule))];
    expect(rules).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(rows).toHaveLength([...page.matchAll(/^\| \d+ \|/gm)].length);
  });

  test.each(rows)("rule $rule: $file has “$name”", ({ file, name }) => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, "utf8")).toContain(JSON.stringify(name));
  });
});

test("what is said to be fuzzed is tested with generated input", () => {
  const section = page.slice(page.indexOf("## What is fuzzed"));
  const files = [...section.matchAll(/`(test\/[^`]+)`/g)].map(([, file = ""]) => file);
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) expect(readFileSync(file, "utf8")).toMatch(/fc\s*\.assert\(/);
});

test("every permission and event that the App asks for says what it is for", () => {
  const app = readFileSync("app.yml", "utf8");
  const asked = [...app.matchAll(/^ {2}(?:- (\w+)|(\w+): (?:read|write))(.*)$/gm)];
  const unexplained = asked.flatMap(([, event, permission, rest = ""]) =>
    /^ # \S/.test(rest) ? [] : [event ?? permission],
  );
  expect(asked.length).toBeGreaterThan(15);
  expect(unexplained).toEqual([]);
});

test("the App hears of what it has a use for, and of nothing else", () => {
  // GitHub sends these two to every App, and takes no subscription for them.
  const always = ["installation", "installation_repositories"];
  const heard = [...appRegistration().events, ...always];
  expect(heard.sort()).toEqual(Object.keys(handlers).sort());
});
