import { expect, test } from "@jest/globals";
import { findReleaseRule, ruleWithoutPolicy } from "#core/release/find-release-rule.ts";

const releases = [
  { tags: "api/v*", component: { name: "api", paths: ["services/api/**"] }, prerelease: "auto" },
  { tags: "web-*", component: { paths: ["web/**"] }, prerelease: "auto" },
  { tags: "v*", prerelease: "never" },
] as const;
const rules = releases.map((rule) =>
  "component" in rule
    ? {
        ...rule,
        tell: "nothing" as const,
        component: { ...rule.component, paths: [...rule.component.paths] },
      }
    : { ...rule, tell: "label" as const },
);

test.each<[string, string | null, readonly string[] | null, string]>([
  ["api/v1.2.0", "api", ["services/api/**"], "auto"],
  ["web-1.2.0", "web", ["web/**"], "auto"],
  ["web-next", "web-*", ["web/**"], "auto"],
  ["v1.2.0", null, null, "never"],
])("%s is a release by its rule", (tag, name, paths, prerelease) => {
  const rule = findReleaseRule(rules, tag);
  expect(rule?.component ?? null).toEqual(name === null ? null : { name, paths });
  expect(rule?.prerelease).toBe(prerelease);
});

test("a rule says what pull requests are told", () => {
  expect(findReleaseRule(rules, "v1.2.0")?.tell).toBe("label");
  expect(findReleaseRule(rules, "api/v1.2.0")?.tell).toBe("nothing");
});

test("a rule covers the tags that its glob matches", () => {
  const rule = findReleaseRule(rules, "v1.2.0");
  expect(["v1.1.0", "api/v1.1.0", "1.1.0"].map((tag) => rule?.covers(tag))).toEqual([
    true,
    false,
    false,
  ]);
});

test("a tag that no rule matches is no release", () => {
  expect(findReleaseRule(rules, "nightly")).toBeNull();
  expect(findReleaseRule([], "v1.2.0")).toBeNull();
});

test("who asks for a tag without a rule gets its prefix as the component", () => {
  expect(ruleWithoutPolicy("api/v1.2.0").component).toEqual({ name: "api", paths: null });
  expect(ruleWithoutPolicy("release-1.2.0").component).toBeNull();
  expect(ruleWithoutPolicy("v1.2.0").component).toBeNull();
  expect(ruleWithoutPolicy("api2/v1.2.0").component).toEqual({ name: "api2", paths: null });
  expect(ruleWithoutPolicy("go1.21.0").component).toBeNull();
});
