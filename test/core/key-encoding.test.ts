import { describe, expect, test } from "@jest/globals";
import type { Key } from "#core/key.ts";
import { decodeKey, encodeKey } from "#core/key-encoding.ts";
import { fc } from "../support/fast-check.ts";

const shop = { owner: "acme", name: "shop" };
const sha = "0123456789abcdef0123456789abcdef01234567";

const examples: readonly (readonly [string, Key, string])[] = [
  ["a change", { kind: "change", repository: shop, number: 12 }, "change/acme/shop/12"],
  [
    "a merge group",
    { kind: "merge-group", repository: shop, branch: "release/1.x", headSha: sha },
    `merge-group/acme/shop/${sha}/release/1.x`,
  ],
  ["a branch", { kind: "branch", repository: shop, branch: "main" }, "branch/acme/shop/main"],
  [
    "a branch with characters of other scripts and of URLs",
    { kind: "branch", repository: shop, branch: "größe/50%#1" },
    "branch/acme/shop/gr%C3%B6%C3%9Fe/50%25%231",
  ],
  [
    "a push",
    { kind: "push", repository: shop, branch: "release/1.x", beforeSha: sha, headSha: sha },
    `push/acme/shop/${sha}...${sha}/release/1.x`,
  ],
  [
    "an environment",
    { kind: "environment", repository: shop, environment: "prod (EU)/api" },
    "environment/acme/shop/prod%20(EU)/api",
  ],
  [
    "a release",
    { kind: "release", repository: shop, tag: "api/v1.2.0+linux" },
    "release/acme/shop/api/v1.2.0%2Blinux",
  ],
  [
    "the news of a release",
    { kind: "release-news", repository: shop, tag: "api/v1.2.0" },
    "release-news/acme/shop/api/v1.2.0",
  ],
  ["an issue", { kind: "issue", repository: shop, number: 7 }, "issue/acme/shop/7"],
  ["a repository", { kind: "repository", repository: shop }, "repository/acme/shop"],
  [
    "protection rules",
    { kind: "protection-rules", repository: shop },
    "protection-rules/acme/shop",
  ],
  ["a history", { kind: "history", repository: shop }, "history/acme/shop"],
  ["an installation", { kind: "installation" }, "installation"],
];

describe("a key's text", () => {
  test.each(examples)("names %s readably", (_name, key, text) => {
    expect(encodeKey(key)).toBe(text);
    expect(decodeKey(text)).toEqual(key);
  });

  test("gives back every key, in ASCII", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const text = encodeKey(key);
        expect(text).toMatch(/^[\x21-\x7e]+$/);
        expect(decodeKey(text)).toEqual(key);
      }),
    );
  });

  test("is different for different keys", () => {
    fc.assert(
      fc.property(anyKey, anyKey, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(encodeKey(one) === encodeKey(other)).toBe(same);
      }),
    );
  });

  test.each<[string, Key]>([
    ["a number that is none", { kind: "change", repository: shop, number: Number.NaN }],
    ["a slash in a name", { kind: "change", repository: { owner: "a/b", name: "c" }, number: 1 }],
    ["no owner", { kind: "repository", repository: { owner: "", name: "shop" } }],
    ["no branch", { kind: "branch", repository: shop, branch: "" }],
  ])("is refused for %s", (_name, key) => {
    expect(() => encodeKey(key)).toThrow("is no key");
  });

  test.each([
    ["nothing", ""],
    ["an unknown kind", "planet/acme/shop"],
    ["no repository", "change/acme"],
    ["a change without a number", "change/acme/shop"],
    ["a change with words for a number", "change/acme/shop/twelve"],
    ["a merge group without a branch", `merge-group/acme/shop/${sha}`],
    ["a branch without a name", "branch/acme/shop"],
    ["a push of one commit", `push/acme/shop/${sha}/main`],
    ["a push without a branch", `push/acme/shop/${sha}...${sha}`],
    ["more than a repository", "repository/acme/shop/12"],
    ["more than a history", "history/acme/shop/12"],
    ["more than an installation", "installation/acme/shop"],
  ])("with %s is refused", (_name, text) => {
    expect(() => decodeKey(text)).toThrow(`"${text}" is no key`);
  });
});

const repository = fc.record({
  owner: fc.stringMatching(/^[A-Za-z0-9-]{1,39}$/),
  name: fc.stringMatching(/^[A-Za-z0-9._-]{1,100}$/),
});
const branch = fc.string({ unit: "binary", minLength: 1 });
const anyKey: fc.Arbitrary<Key> = fc.oneof(
  fc.record({ kind: fc.constant("change"), repository, number: fc.nat() }),
  fc.record({
    kind: fc.constant("merge-group"),
    repository,
    branch,
    headSha: fc.stringMatching(/^[0-9a-f]{40}$/),
  }),
  fc.record({ kind: fc.constant("branch"), repository, branch }),
  fc.record({
    kind: fc.constant("push"),
    repository,
    branch,
    beforeSha: fc.stringMatching(/^[0-9a-f]{40}$/),
    headSha: fc.stringMatching(/^[0-9a-f]{40}$/),
  }),
  fc.record({ kind: fc.constant("issue"), repository, number: fc.nat() }),
  fc.record({ kind: fc.constant("release"), repository, tag: branch }),
  fc.record({ kind: fc.constant("release-news"), repository, tag: branch }),
  fc.record({ kind: fc.constant("repository"), repository }),
  fc.record({ kind: fc.constant("protection-rules"), repository }),
  fc.record({ kind: fc.constant("history"), repository }),
  fc.record({ kind: fc.constant("installation") }),
);
