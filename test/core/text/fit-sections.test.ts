import { describe, expect, test } from "@jest/globals";
import { fitSections, type Section } from "#core/text/fit-sections.ts";

const stays = (markdown: string): Section => ({ markdown, standIn: null });
const yields = (markdown: string): Section => ({ markdown, standIn: "-" });

describe("sections under a limit", () => {
  test.each<[string, readonly Section[], number, string]>([
    ["all fit, empty ones are left out", [stays("a"), yields(""), yields("b")], 10, "a\n\nb"],
    [
      "the last gives way first",
      [stays("aaaa"), yields("bbbb"), yields("cccc")],
      13,
      "aaaa\n\nbbbb\n\n-",
    ],
    ["then those before", [stays("aaaa"), yields("bbbb"), yields("cccc")], 12, "aaaa\n\n-\n\n-"],
    ["an empty one does not come back as a stand-in", [stays("aaaa"), yields("")], 4, "aaaa"],
    ["bytes count, not characters", [stays("a"), yields("ééé")], 6, "a\n\n-"],
    [
      "what must stay is cut after a line at last",
      [stays(["one", "two", "x".repeat(60)].join("\n"))],
      40,
      "one\ntwo\n_The rest does not fit here._",
    ],
  ])("%s", (_name, sections, limit, text) => {
    expect(fitSections(sections, limit)).toBe(text);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
  });
});
