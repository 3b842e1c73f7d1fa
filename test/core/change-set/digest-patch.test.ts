import { expect, test } from "@jest/globals";
import { digestPatch, type FilePatch } from "#core/change-set/digest-patch.ts";

const file = (patch: string | null, path = "a.ts"): FilePatch => ({ path, patch });
const patch = "@@ -1,3 +1,3 @@\n one\n-two\n+2\n three";

test.each<[string, readonly FilePatch[], boolean]>([
  ["the same", [file(patch)], true],
  ["elsewhere in the file", [file(patch.replace("-1,3 +1,3", "-91,3 +92,3"))], true],
  ["with a line break at the end", [file(`${patch}\n`)], true],
  ["other white space", [file(patch.replace("+2", "+  2"))], true],
  ["without a line break at the end", [file(`${patch}\n\\ No newline at end of file`)], true],
  ["another line", [file(patch.replace("+2", "+3"))], false],
  ["an addition instead of a removal", [file(patch.replace("-two", "+two"))], false],
  ["other surroundings", [file(patch.replace("three", "four"))], false],
  ["another file", [file(patch, "b.ts")], false],
  ["one file more", [file(patch), file(patch, "b.ts")], false],
])("%s", (_name, files, isEqual) => {
  expect(digestPatch(files) === digestPatch([file(patch)])).toBe(isEqual);
});

test("the order of the files does not matter", () => {
  const files = [file(patch), file(patch, "b.ts")];
  expect(digestPatch(files.toReversed())).toBe(digestPatch(files));
});

test.each<[string, readonly FilePatch[]]>([
  ["no file", []],
  ["a binary", [file(patch), file(null, "b.png")]],
  ["a mode alone", [file("")]],
])("nothing is said of %s", (_name, files) => {
  expect(digestPatch(files)).toBeNull();
});
