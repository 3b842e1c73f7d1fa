import { describe, expect, test } from "@jest/globals";
import { updateDeploymentsComment } from "#core/gate/deployments-comment.ts";

const waits = { place: "production", line: "**Deployment to `production` waits.** (`5d6e7f8`)" };
const staged = { place: "staging", line: "**Deployment to `staging` succeeded.** (`5d6e7f8`)" };

describe("the comment about a pull request's deployments", () => {
  test("begins with the marker by which it is found, and has a line for each place", () => {
    expect(updateDeploymentsComment(null, [staged, waits])).toBe(`<!-- sluice:deployments -->

### Deployments

- **Deployment to \`staging\` succeeded.** (\`5d6e7f8\`) <!-- staging -->
- **Deployment to \`production\` waits.** (\`5d6e7f8\`) <!-- production -->`);
  });

  test("says one thing of a place, and keeps what it said of others", () => {
    const before = updateDeploymentsComment(null, [staged, waits]);
    const line = "**Deployment to `Production` succeeded.** (`5d6e7f8`)";
    const after = updateDeploymentsComment(before, [{ place: "Production", line }]);
    expect(after.split("\n").slice(4)).toEqual([
      `- ${staged.line} <!-- staging -->`,
      `- ${line} <!-- production -->`,
    ]);
  });

  test.each([
    ["the lines end as GitHub sends them", (body: string) => body.replaceAll("\n", "\r\n")],
    ["somebody wrote into it", (body: string) => `${body}\nWell done! <!-- x -->`],
  ])("is the same when nothing is new and %s", (_name, alter) => {
    const before = updateDeploymentsComment(null, [staged, waits]);
    expect(updateDeploymentsComment(alter(before), [waits])).toBe(before);
  });

  test.each(["a -- > b", "--><img src=x>", "größe\ud800", "a b"])(
    "keeps the name %j where nobody sees it",
    (place) => {
      const line = "**It waits.**";
      const once = updateDeploymentsComment(null, [{ place, line }]);
      expect(once).toMatch(/^- \*\*It waits\.\*\* <!-- [\w%.]+ -->$/m);
      expect(updateDeploymentsComment(once, [{ place, line }])).toBe(once);
    },
  );

  test("forgets the places of long ago", () => {
    const news = Array.from({ length: 30 }, (_, index) => ({
      ...waits,
      place: `preview-${index}`,
    }));
    const lines = updateDeploymentsComment(null, news).split("\n").slice(4);
    expect(lines).toHaveLength(20);
    expect(lines[0]).toContain("preview%2D10");
  });
});
