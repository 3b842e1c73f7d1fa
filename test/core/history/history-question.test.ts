import { expect, test } from "@jest/globals";
import { askHistory } from "#core/history/history-question.ts";
import { personOfAddress } from "#core/history/person-of-address.ts";
import { alice, bob, changeFacts, commitBy, fileChange } from "../../support/facts.ts";
import { policyOf } from "../../support/policy.ts";

const files = [
  fileChange("src/a.ts"),
  fileChange("src/new.ts", { status: "added" }),
  fileChange("src/moved.ts", { status: "renamed", previousPath: "src/old.ts" }),
  fileChange("docs/a.md"),
  fileChange("dist/a.ts"),
];

test("the past is asked about source files, by the names that it knows", () => {
  const { files: asked } = askHistory(changeFacts({ files }), [policyOf({})], 5);
  expect(asked).toEqual([
    { path: "src/a.ts", pastPath: "src/a.ts" },
    { path: "src/new.ts", pastPath: null },
    { path: "src/moved.ts", pastPath: "src/old.ts" },
    { path: "dist/a.ts", pastPath: "dist/a.ts" },
  ]);
});

test("a file is left out only if every policy leaves it out", () => {
  const ignoring = policyOf({ risk: { ignore: ["dist/**"] } });
  const paths = (...policies: Parameters<typeof askHistory>[1]) =>
    askHistory(changeFacts({ files }), policies, 5).files.map(({ path }) => path);
  expect(paths(ignoring)).not.toContain("dist/a.ts");
  expect(paths(ignoring, policyOf({}))).toContain("dist/a.ts");
});

test("the author comes first, then the others who wrote commits; addresses are told by GitHub's word alone", () => {
  const commits = [commitBy(bob), commitBy(null), commitBy(alice)];
  const { authors, aliases } = askHistory(changeFacts({ author: alice, commits }), [], 5);
  expect(authors).toEqual([alice.id, bob.id]);
  expect(aliases).toEqual(
    new Map([
      [personOfAddress("bob@example.com"), bob.id],
      [personOfAddress("alice@example.com"), alice.id],
    ]),
  );
});
