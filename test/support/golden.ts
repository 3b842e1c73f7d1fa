import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "@jest/globals";

/** With UPDATE_GOLDEN=1 golden files are written instead of compared. Read what changed before you commit it. */
const updates = process.env.UPDATE_GOLDEN === "1";

/** Expects `text` to be what the golden file holds; `path` is below `test/golden`. */
export function expectGolden(path: string, text: string): void {
  const file = join(import.meta.dirname, "../golden", path);
  if (updates) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
}
