import { describe, expect, test } from "@jest/globals";
import {
  beginMarker,
  endMarker,
  markOurPart,
  replaceOurPart,
  roomForNotes,
} from "#core/release/replace-our-part.ts";
import { fc } from "../../support/fast-check.ts";

const begin = beginMarker("v1.2.0");
const ours = markOurPart("v1.2.0", "new");

test.each<[string, string, string]>([
  ["an empty body", "", ours],
  ["a body without markers keeps its text first", "Dear users,\n", `Dear users,\n\n${ours}`],
  ["our part alone", markOurPart("v1.2.0", "old"), ours],
  [
    "text on both sides",
    `Before\n\n${begin}\nold\n${endMarker}\n\nAfter\n`,
    `Before\n\n${ours}\n\nAfter\n`,
  ],
  [
    "line breaks of GitHub's editor",
    `Before\r\n${begin}\r\nold\r\n${endMarker}\r\nAfter\r\n`,
    `Before\r\n${ours}\r\nAfter\r\n`,
  ],
  [
    "another tag's part: the release was drafted under its name before",
    markOurPart("v1.1.9", "old"),
    ours,
  ],
  [
    "a second part goes",
    `${begin}\na\n${endMarker}\nmine\n${begin}\nb\n${endMarker}\n`,
    `${ours}\nmine\n`,
  ],
  ["no end: every line stays", `Before\n${begin}\nwhose?\n`, `Before\n${ours}\nwhose?\n`],
  ["no beginning: every line stays", `whose?\n${endMarker}\nAfter`, `whose?\n${ours}\nAfter`],
  [
    "two beginnings: the lines between them stay",
    `${begin}\nwhose?\n${begin}\nold\n${endMarker}`,
    `${ours}\nwhose?\n`,
  ],
  [
    "a marker inside a sentence is none",
    `See ${endMarker} there`,
    `See ${endMarker} there\n\n${ours}`,
  ],
])("%s", (_name, body, expected) => {
  expect(replaceOurPart(body, ours)).toBe(expected);
});

test("a tag's name can't end the marker", () => {
  const part = markOurPart("v1-->x<!--", "notes");
  expect(part.split("\n")[0]).toBe("<!-- sluice:release:begin v1--%3Ex%3C!-- -->");
  expect(replaceOurPart(part, markOurPart("v1-->x<!--", "more"))).toContain("\nmore\n");
});

describe("whatever a human writes", () => {
  const word = fc.constantFrom("Hello", "", "  indented", begin, endMarker, "<!-- mine -->", "é\r");
  const body = fc.array(word, { maxLength: 12 }).map((lines) => lines.join("\n"));
  const notes = fc.constantFrom("new", "two\nlines", "");

  test("it survives, and writing the same twice changes nothing", () => {
    fc.assert(
      fc.property(body, notes, (existing, text) => {
        const part = markOurPart("v1.2.0", text);
        const once = replaceOurPart(existing, part);
        expect(replaceOurPart(once, part)).toBe(once);
        expect(once.split(begin)).toHaveLength(2);
        const left = theirs(once.replace(part, ""));
        expect(left).toEqual(theirs(existing));
      }),
    );
  });

  test("notes that fill the room make a body that GitHub takes", () => {
    fc.assert(
      fc.property(body, (existing) => {
        const room = roomForNotes(existing, "v1.2.0");
        const whole = replaceOurPart(existing, markOurPart("v1.2.0", "x".repeat(room)));
        expect(Buffer.byteLength(whole)).toBe(125_000);
      }),
      { numRuns: 30 },
    );
  });

  test("a human's text may leave no room", () => {
    expect(roomForNotes("x".repeat(130_000), "v1.2.0")).toBe(0);
  });
});

/** The lines that are not between two markers, nor markers, as a slow and simple reader finds them. */
function theirs(body: string): readonly string[] {
  const lines = body.split("\n").map((line) => line.trim());
  const kept = lines.filter((line, i) => {
    if (line === begin || line === endMarker) return false;
    const before = lines.slice(0, i).findLast((one) => one === begin || one === endMarker);
    const after = lines.slice(i).find((one) => one === begin || one === endMarker);
    return !(before === begin && after === endMarker);
  });
  return kept.filter((line) => line !== "");
}
