import { describe, expect, test } from "@jest/globals";
import semver from "semver";
import {
  type BaselineChoice,
  chooseBaseline,
  chooseNearestAncestor,
} from "#core/release/choose-baseline.ts";
import type { Tag } from "#core/release/tag.ts";
import { type PrereleaseSetting, parseTagName } from "#core/release/tag-name.ts";
import { fc } from "../../support/fast-check.ts";

const tag = (name: string, annotation: string | null = null): Tag => ({
  name,
  commitSha: name,
  annotation,
});
const tags = (names: string) => names.split(" ").map((name) => tag(name));

function say(choice: BaselineChoice): string {
  switch (choice.kind) {
    case "chosen":
      return `${choice.tag.name}, ${choice.because}`;
    case "first-release":
      return `first: ${choice.because}`;
    case "ask-nearest-ancestor":
      return `nearest of ${choice.among.map(({ name }) => name).join(" ")}`;
  }
}

const line = "v1.0.0 v1.1.0-rc.1 v1.1.0-rc.2 v1.1.0 v1.1.1 v1.2.0-rc.1 v1.2.0 v2.0.0 v2.1.0-beta.1";

describe("by version", () => {
  test.each<[string, string, string, string]>([
    ["a minor release", "v1.2.0", line, "v1.1.1, the highest lower stable version"],
    [
      "a stable release skips its own candidates",
      "v1.1.0",
      line,
      "v1.0.0, the highest lower stable version",
    ],
    ["a patch on an old line", "v1.1.2", line, "v1.1.1, the highest lower stable version"],
    ["a major release", "v2.0.0", line, "v1.2.0, the highest lower stable version"],
    [
      "a second candidate",
      "v1.1.0-rc.2",
      line,
      "v1.1.0-rc.1, the pre-release before it in the series 1.1.0",
    ],
    [
      "a first candidate",
      "v1.2.0-rc.1",
      line,
      "v1.1.1, the last stable version: it is the first pre-release of its series",
    ],
    [
      "a first candidate skips those of other series",
      "v2.1.0-rc.1",
      "v2.0.0 v2.0.1-rc.1",
      "v2.0.0, the last stable version: it is the first pre-release of its series",
    ],
    [
      "a candidate after a beta",
      "v2.1.0-rc.1",
      line,
      "v2.1.0-beta.1, the pre-release before it in the series 2.1.0",
    ],
    [
      "ten comes after nine",
      "v1.10.0",
      "v1.2.0 v1.9.0",
      "v1.9.0, the highest lower stable version",
    ],
    [
      "a candidate ten comes after nine",
      "v2.0.0-rc.10",
      "v1.0.0 v2.0.0-rc.9 v2.0.0-rc.1",
      "v2.0.0-rc.9, the pre-release before it in the series 2.0.0",
    ],
    ["with and without v", "1.2.0", "v1.1.0 1.0.0", "v1.1.0, the highest lower stable version"],
    [
      "twice the same version",
      "v1.2.0",
      "1.1.0 v1.1.0",
      "v1.1.0, the highest lower stable version",
    ],
    [
      "build metadata makes nothing lower",
      "v1.1.0+b",
      "v1.1.0+a v1.0.0",
      "v1.0.0, the highest lower stable version",
    ],
    [
      "a component",
      "api/v1.2.0",
      "api/v1.1.0 web/v1.1.5 v1.1.9",
      "api/v1.1.0, the highest lower stable version of api",
    ],
    [
      "a component by another separator",
      "api-v1.2.0",
      "api/v1.1.0 web-v1.1.5",
      "api/v1.1.0, the highest lower stable version of api",
    ],
    [
      "a scoped package",
      "@acme/cart@2.0.0",
      "@acme/cart@1.0.0 @acme/cart-ui@1.9.0",
      "@acme/cart@1.0.0, the highest lower stable version of @acme/cart",
    ],
    [
      "a calendar",
      "2024.11.1",
      "2024.2.1 2024.10.3 2023.12.1",
      "2024.10.3, the highest lower stable version",
    ],
    ["the first of all", "v1.0.0", line, "first: no lower version has a tag"],
    [
      "the first of a component",
      "api/v1.0.0",
      "v1.0.0",
      "first: no lower version of api has a tag",
    ],
    [
      "the first with only candidates before",
      "v1.0.0",
      "v1.0.0-rc.1 v0.9.0-rc.1",
      "first: no lower version has a tag",
    ],
    ["the first candidate of all", "v1.0.0-rc.1", "latest", "first: no lower version has a tag"],
    [
      "tags without versions are no candidates",
      "v1.0.0",
      "stable v0.9 0.8.0.1",
      "first: no lower version has a tag",
    ],
  ])("%s", (_name, name, others, expected) => {
    expect(say(chooseBaseline(tag(name), tags(others)))).toBe(expected);
  });

  test.each<[string, PrereleaseSetting, string]>([
    ["always: every release is the next of one line", "always", "v1.1.0-rc.1"],
    ["never: what looks like a candidate is a release", "never", "v1.1.0-rc.1"],
    ["auto", "auto", "v1.0.0"],
  ])("prerelease %s", (_name, prerelease, expected) => {
    const choice = chooseBaseline(tag("v1.1.0"), tags("v1.0.0 v1.1.0-rc.1"), prerelease);
    expect(choice).toMatchObject({ kind: "chosen", tag: { name: expected } });
  });
});

describe("a name without a version", () => {
  test.each<[string, string, string, string]>([
    ["four numbers", "v7.2.3.1", "v7.2.3 v7.2.2.1 api/v1.0.0", "nearest of v7.2.3 v7.2.2.1"],
    ["leading zeros", "2024.02.01", "2024.01.15", "nearest of 2024.01.15"],
    ["of a component", "api/2024.02.01", "api/2024.01.15 2024.01.20", "nearest of api/2024.01.15"],
    ["a word", "autumn", "spring summer api/v1.0.0", "nearest of spring summer"],
  ])("%s", (_name, name, others, expected) => {
    expect(say(chooseBaseline(tag(name), tags(others)))).toBe(expected);
  });

  test("the answer is said with its reason", () => {
    expect(say(chooseNearestAncestor(tag("spring"), null))).toBe(
      "spring, the nearest tag before it: the name holds no semantic version to go by",
    );
    expect(say(chooseNearestAncestor(null, null))).toBe("first: no earlier tag is its ancestor");
  });
});

describe("the tag's annotation", () => {
  test.each<[string, string, string]>([
    [
      "names the baseline",
      "Release\n\nSluice-baseline: v1.0.0\n",
      "v1.0.0, which the tag's annotation names",
    ],
    [
      "in whatever case and line ends",
      "sluice-BASELINE:  v1.0.0 \r\nThanks",
      "v1.0.0, which the tag's annotation names",
    ],
    [
      "also against the version",
      "Sluice-baseline: v2.0.0",
      "v2.0.0, which the tag's annotation names",
    ],
    [
      "only as a line of its own",
      "See Sluice-baseline: v1.0.0",
      "v1.1.0, the highest lower stable version",
    ],
  ])("%s", (_name, annotation, expected) => {
    const choice = chooseBaseline(tag("v1.2.0", annotation), tags("v1.0.0 v1.1.0 v2.0.0"));
    expect(say(choice)).toBe(expected);
    expect(choice.warning).toBeNull();
  });

  test.each(["v9.9.9", "v1.2.0"])(
    "that names %s, no other tag, is not followed in silence",
    (named) => {
      const own = tag("v1.2.0", `Sluice-baseline: ${named}`);
      const choice = chooseBaseline(own, [...tags("v1.1.0"), own]);
      expect(say(choice)).toBe("v1.1.0, the highest lower stable version");
      expect(choice.warning).toContain(`names ${named}`);
    },
  );
});

describe("whatever the tags", () => {
  const component = fc.constantFrom("", "v", "api/v", "api-", "@a/b@");
  const version = fc
    .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom("", "-rc.1", "-rc.2", "-beta.1", "+b"))
    .map(([a, b, c, rest]) => `${a}.${b}.${c}${rest}`);
  const name = fc.tuple(component, version).map((parts) => parts.join(""));
  const many = fc.uniqueArray(name, { minLength: 1, maxLength: 30 });

  test("the baseline is strictly lower, of the same component, and no version lies between", () => {
    fc.assert(
      fc.property(many, ([own = "", ...others]) => {
        const choice = chooseBaseline(tag(own), tags(others.join(" ") || "other"));
        const { component: ownComponent, version: ownVersion, channel } = parseTagName(own);
        const lower = others
          .map((other) => parseTagName(other))
          .filter((other) => other.component === ownComponent)
          .filter((other) => semver.lt(other.version ?? "", ownVersion ?? ""));
        if (choice.kind !== "chosen") {
          expect(lower.filter((other) => other.channel === "stable")).toEqual([]);
          return;
        }
        const chosen = parseTagName(choice.tag.name);
        expect(chosen.component).toBe(ownComponent);
        expect(semver.lt(chosen.version ?? "", ownVersion ?? "")).toBe(true);
        const rivals = lower.filter((other) => other.channel === chosen.channel);
        for (const rival of rivals) {
          expect(semver.gte(chosen.version ?? "", rival.version ?? "")).toBe(true);
        }
        if (channel === "stable") expect(chosen.channel).toBe("stable");
      }),
    );
  });

  test("no annotation leads to a tag that is not there, nor is one that names none passed over in silence", () => {
    const sign = fc.constantFrom(
      "Sluice-baseline:",
      " ",
      "v1.0.0",
      "v9",
      "\n",
      "\r",
      "\t",
      "\0",
      "é",
    );
    const annotation = fc.oneof(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.array(sign, { maxLength: 12 }).map((signs) => signs.join("")),
    );
    const others = tags("v1.0.0 v1.1.0");
    fc.assert(
      fc.property(annotation, (text) => {
        const choice = chooseBaseline(tag("v1.2.0", text), others);
        if (choice.kind !== "chosen") throw new Error(`it is ${choice.kind}`);
        expect(others.map(({ name }) => name)).toContain(choice.tag.name);
        if (choice.tag.name !== "v1.1.0") expect(text).toMatch(/sluice-baseline:[ \t]*v1\.0\.0/i);
      }),
    );
  });

  test("the order in which tags are listed does not matter", () => {
    fc.assert(
      fc.property(many, fc.gen(), ([own = "", ...others], gen) => {
        const shuffled = gen(fc.shuffledSubarray, others, { minLength: others.length });
        const choose = (names: readonly string[]) =>
          chooseBaseline(
            tag(own),
            names.map((one) => tag(one)),
          );
        expect(choose(shuffled)).toEqual(choose(others));
      }),
    );
  });
});
