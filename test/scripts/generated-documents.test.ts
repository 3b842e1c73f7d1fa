import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { replaceRegion } from "../../scripts/generated-document.ts";
import { generatedDocuments } from "../../scripts/generated-documents.ts";

test.each(generatedDocuments)(
  "$path is what the code makes of it: npm run generate",
  ({ path, render }) => {
    const current = readFileSync(path, "utf8");
    expect(render(current)).toBe(current);
  },
);

describe("a region of a document", () => {
  const document = "before\n<!-- generated:a:begin -->\nold\n<!-- generated:a:end -->\nafter\n";

  test("is replaced, and what people wrote around it stays", () => {
    expect(replaceRegion(document, "a", "new")).toBe(
      "before\n<!-- generated:a:begin -->\n\nnew\n\n<!-- generated:a:end -->\nafter\n",
    );
  });

  test("stays as it is when it is replaced by the same", () => {
    const once = replaceRegion(document, "a", "new");
    expect(replaceRegion(once, "a", "new")).toBe(once);
  });

  test("has to be there", () => {
    expect(() => replaceRegion(document, "b", "new")).toThrow(
      "the document has no region between <!-- generated:b:begin --> and <!-- generated:b:end -->",
    );
  });
});
