import { describe, expect, test } from "@jest/globals";
import { updateDeploymentsComment } from "#core/gate/deployments-comment.ts";
import { releaseLabel } from "#core/release/release-label.ts";
import { addReleaseLine, releaseNews } from "#core/release/release-news.ts";

describe("the label of a release", () => {
  test.each([
    ["v1.2.0", "released: v1.2.0"],
    ["api/v1.2.0", "released: api/v1.2.0"],
    [
      "@acme/component-for-everything-and-more@12.30.456",
      "released: @acme/component-for-everythin…@12.30.456",
    ],
    [`v1.2.0-${"rc".repeat(30)}`, `released: v1.2.0-${"rc".repeat(16)}…`],
    ["a".repeat(80), `released: ${"a".repeat(39)}…`],
  ])("%s", (tag, name) => {
    const label = releaseLabel(tag);
    expect(label.name).toBe(name);
    expect(label.name.length).toBeLessThanOrEqual(50);
    expect(label.description.length).toBeLessThanOrEqual(100);
  });
});

describe("the line about a release", () => {
  const release = { repository: { owner: "acme", name: "shop" }, tag: "api/v1.2.0(x)" };
  const news = releaseNews("comment", release, "https://github.com");
  if (news?.kind !== "comment") throw new Error("it is no line");

  test("links the release", () => {
    expect(news.line).toBe(
      "Released in [`api/v1.2.0(x)`](https://github.com/acme/shop/releases/tag/api%2Fv1.2.0%28x%29).",
    );
  });

  test.each([
    ["the comment about the change", "<!-- sluice:change -->\r\n\r\nTwo approvals are missing."],
    [
      "the comment about deployments",
      updateDeploymentsComment(null, [{ place: "production", line: "**production**: deployed." }]),
    ],
  ])("stands once in %s, and leaves the rest", (_name, body) => {
    const once = addReleaseLine(body, news);
    expect(addReleaseLine(once, news)).toBe(once);
    expect(once.startsWith(body)).toBe(true);
    expect(once).toContain(news.line);
  });
});
