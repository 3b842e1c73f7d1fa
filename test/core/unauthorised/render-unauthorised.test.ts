import { expect, test } from "@jest/globals";
import { nameRemoval } from "#core/unauthorised/find-removed-rule.ts";
import { nameUnauthorisedDeployment } from "#core/unauthorised/find-unauthorised-deployments.ts";
import { renderUnauthorised } from "#core/unauthorised/render-unauthorised.ts";
import type { UnauthorisedChange } from "#core/unauthorised/unauthorised-change.ts";
import { expectGolden } from "../../support/golden.ts";
import {
  unauthorisedDeployment,
  unauthorisedMerge,
  unauthorisedPush,
  unauthorisedRemoval,
} from "../../support/unauthorised.ts";

const ledger = { seq: 45, hash: "1ed9e4".padEnd(64, "0") };
const webUrl = "https://github.com";
const evil = "@everyone <img src=x> ![](http://x) [a](b) `code` | #1\n## Heading";

const { decision } = unauthorisedMerge();

test.each<[string, UnauthorisedChange]>([
  ["merge", unauthorisedMerge()],
  [
    "merge-of-several-reasons",
    unauthorisedMerge({
      decision: {
        ...decision,
        verdict: "rejected",
        reasons: [
          ...decision.reasons,
          {
            origin: "organisation",
            kind: "approvals",
            missing: "1 approval from code-owners",
            whoCanResolve: "An owner of the files can give it.",
            filesToApprove: ["src/a.ts (@acme/dba)", "src/b.ts (@dora)"],
          },
        ],
      },
    }),
  ],
  ["merge-by-nobody-known", unauthorisedMerge({ by: null })],
  ["merge-of-hostile-names", unauthorisedMerge({ title: evil, branch: "release/<b>@x" })],
  ["deployment", unauthorisedDeployment()],
  [
    "deployment-by-nobody-known",
    unauthorisedDeployment({ by: null, passedBy: [], how: "unknown", gate: null }),
  ],
  ["deployment-passed-by-nobody-known", unauthorisedDeployment({ passedBy: [] })],
  [
    "deployment-without-the-rule",
    unauthorisedDeployment({ gate: null, passedBy: [], how: "no-rule" }),
  ],
  [
    "deployment-that-nobody-asked-about",
    unauthorisedDeployment({ gate: null, passedBy: [], how: "unasked" }),
  ],
  [
    "deployment-past-its-status",
    unauthorisedDeployment({ gate: "released", passedBy: [], how: "api" }),
  ],
  [
    "deployment-of-hostile-names",
    unauthorisedDeployment({ environment: evil, sha: nameUnauthorisedDeployment("5d6e7f8", evil) }),
  ],
  ["protection-rule", unauthorisedRemoval()],
  [
    "protection-rule-of-hostile-names",
    unauthorisedRemoval({ environment: evil, sha: nameRemoval(evil, 0) }),
  ],
  ["push", unauthorisedPush()],
  [
    "push-of-hostile-names",
    unauthorisedPush({
      branch: "release/`@x`",
      by: null,
      commits: [{ sha: "c".repeat(40), subject: evil, author: { name: evil, account: null } }],
    }),
  ],
  ["push-of-many", unauthorisedPush({ commits: many(1_200) })],
  ["push-of-a-new-branch", unauthorisedPush({ branch: "release/2", beforeSha: null })],
  ["forced-push", unauthorisedPush({ commits: [], removed: 3 })],
  ["forced-push-with-commits", unauthorisedPush({ removed: 1 })],
  ["push-that-github-can-not-tell", unauthorisedPush({ commits: [], removed: null })],
])("the issue about a %s", (name, change) => {
  const { title, body, marker, label } = renderUnauthorised(change, ledger, webUrl);
  expectGolden(`unauthorised/${name}.md`, `# ${title}\n\n${body}\n`);
  expect(label).toBe("unauthorised-change");
  expect(body.startsWith(`${marker}\n`)).toBe(true);
  expect(body.length).toBeLessThan(65_536);
  expect(title.length).toBeLessThan(256);
});

function many(count: number) {
  const [commit] = unauthorisedPush().commits;
  if (commit === undefined) throw new Error("there is no commit");
  return Array.from({ length: count }, () => ({ ...commit, subject: "x".repeat(200) }));
}
