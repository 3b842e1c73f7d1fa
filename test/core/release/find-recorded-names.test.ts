import { expect, test } from "@jest/globals";
import {
  findRecordedNames,
  type RecordedName,
  type RecordedRelease,
} from "#core/release/find-recorded-names.ts";

/** 1.0 to 1.1 to 1.2 on the mainline; 1.1.1 and then 1.1.2 beside it. */
const releases: readonly RecordedRelease[] = [
  { tag: "v1.0.0", ancestorTag: null },
  { tag: "v1.1.0", ancestorTag: "v1.0.0" },
  { tag: "v1.2.0", ancestorTag: "v1.1.0" },
  { tag: "v1.1.1", ancestorTag: "v1.1.0" },
  { tag: "v1.1.2", ancestorTag: "v1.1.1" },
];

const inTag = (tag: string, sha = "x"): RecordedName => ({ name: "#12", tag, sha });

const own = {
  tag: "v1.1.2",
  ancestorTag: "v1.1.1",
  shas: new Set(["own"]),
  order: ["v1.0.0", "v1.1.0", "v1.1.1", "v1.2.0"],
};

test.each<[string, readonly RecordedName[], readonly string[]]>([
  ["of another line", [inTag("v1.2.0")], ["v1.2.0"]],
  ["of an ancestor", [inTag("v1.0.0")], []],
  ["of a commit that an ancestor has too", [inTag("v1.2.0"), inTag("v1.0.0")], []],
  ["of a commit that the release has itself", [inTag("v1.2.0", "own")], []],
  ["of a release that does not count", [inTag("v1.2.0-rc.1")], []],
])("a name %s", (_case, names, versions) => {
  const found = findRecordedNames(names, releases, own);
  expect(found).toEqual(versions.map((version) => ({ name: "#12", version })));
});

test("a release that was drafted later had nothing before", () => {
  const names = [inTag("v1.1.1")];
  const order = ["v1.1.1"];
  const ofMainline = { tag: "v1.2.0", ancestorTag: "v1.1.0", shas: new Set<string>(), order };
  expect(findRecordedNames(names, releases, ofMainline)).toEqual([]);
  expect(findRecordedNames(names, releases, { ...ofMainline, tag: "v1.3.0" })).toHaveLength(1);
});
