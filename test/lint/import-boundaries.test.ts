import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";

const house = mkdtempSync(join(tmpdir(), "sluice-lint-"));
cpSync("biome.jsonc", join(house, "biome.jsonc"));
afterAll(() => rmSync(house, { recursive: true }));

/** Lints `source` as if it stood at `path` in this project; gives what the linter says. */
function lint(path: string, source: string): string {
  const file = join(house, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, source);
  const result = spawnSync(resolve("node_modules/.bin/biome"), ["lint", path], {
    cwd: house,
    encoding: "utf8",
  });
  rmSync(file);
  return result.stdout + result.stderr;
}

describe("import boundaries", () => {
  test.each([
    ["core may not know GitHub", "src/core/x.ts", "#github/client.ts", "src/core is pure"],
    ["core may not know the store", "src/core/risk/x.ts", "#store/queue.ts", "src/core is pure"],
    ["core may not read files", "src/core/x.ts", "node:fs", "src/core is pure"],
    ["core may not climb out", "src/core/x.ts", "../github/client.ts", "src/core is pure"],
    ["core may not use Octokit", "src/core/x.ts", "@octokit/rest", "src/core is pure"],
    ["github may not know the store", "src/github/x.ts", "#store/queue.ts", "src/github imports"],
    ["store may not know GitHub", "src/store/x.ts", "#github/client.ts", "src/store imports"],
    ["store may not use Octokit", "src/store/x.ts", "@octokit/rest", "src/store imports"],
    [
      "reconcile may not know GitHub",
      "src/reconcile/x.ts",
      "#github/x.ts",
      "src/reconcile imports",
    ],
    [
      "reconcile may not know the store",
      "src/reconcile/x.ts",
      "#store/x.ts",
      "src/reconcile imports",
    ],
    ["web may not know GitHub", "src/web/x.ts", "#github/client.ts", "src/web imports"],
    ["history may not know the store", "src/history/x.ts", "#store/x.ts", "src/history reads"],
    ["main may not know the stand-in", "src/main.ts", "../local-github/x.ts", "src never imports"],
    ["cli may not know the tests", "src/cli/x.ts", "../../test/support/x.ts", "src never imports"],
  ])("%s", (_name, path, imported, refusal) => {
    expect(lint(path, `import { x } from "${imported}";\n\nx();\n`)).toContain(refusal);
  });

  test.each([
    ["core may import core", "src/core/x.ts", "#core/key.ts"],
    ["core may import zod", "src/core/x.ts", "zod"],
    ["github may import core", "src/github/x.ts", "#core/key.ts"],
    ["store may import kysely", "src/store/x.ts", "kysely"],
    ["main may wire anything", "src/main.ts", "#github/client.ts"],
  ])("%s", (_name, path, imported) => {
    expect(lint(path, `import { x } from "${imported}";\n\nx();\n`)).not.toContain(
      "noRestrictedImports",
    );
  });

  test("core may not reach for the environment, the network or a timer", () => {
    const found = lint(
      "src/core/x.ts",
      "export const x = [process.env, fetch, setTimeout, performance];\n",
    );
    for (const name of ["process", "fetch", "setTimeout", "performance"]) {
      expect(found).toContain(`Do not use the global variable ${name}`);
    }
  });
});
