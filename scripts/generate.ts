// Writes the documents that are made from code.
//
//   node scripts/generate.ts           writes those that are stale
//   node scripts/generate.ts --check   writes nothing; exits with 1 and lists those that are stale
import { readFileSync, writeFileSync } from "node:fs";
import { generatedDocuments } from "./generated-documents.ts";

const checkOnly = process.argv.includes("--check");
const stale: string[] = [];

for (const { path, render } of generatedDocuments) {
  const file = new URL(`../${path}`, import.meta.url);
  const current = readIfThere(file);
  const wanted = render(current);
  if (wanted === current) continue;
  stale.push(path);
  if (!checkOnly) writeFileSync(file, wanted);
}

for (const path of stale) console.log(checkOnly ? `stale: ${path}` : `written: ${path}`);
if (checkOnly && stale.length > 0) {
  console.log("Run: npm run generate");
  process.exitCode = 1;
}

function readIfThere(file: URL): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
