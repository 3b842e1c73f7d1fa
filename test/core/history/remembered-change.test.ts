import { expect, test } from "@jest/globals";
import { packFacts, sourceFilesOf, unpackFacts } from "#core/history/remembered-change.ts";
import { assessRisk } from "#core/risk/assess-risk.ts";
import {
  changeFacts,
  commitBy,
  dependabot,
  fileChange,
  manifestChange,
  webFlow,
} from "../../support/facts.ts";
import { policyOf } from "../../support/policy.ts";

const policy = policyOf({
  risk: {
    trustedBots: ["dependabot[bot]"],
    rules: [{ name: "bump", when: { title: "^Bump" }, points: 3 }],
  },
});

const gitHubItself = { name: "GitHub", email: "noreply@github.com", account: null };

test.each([
  [
    "of a person",
    changeFacts({ files: [fileChange("src/a.ts", { additions: 40, patch: "@@ -1 +1 @@\n+a" })] }),
  ],
  [
    "of a bot, with the diff that tells the versions",
    changeFacts({
      author: dependabot,
      title: "Bump left-pad",
      commits: [commitBy(dependabot, { committer: gitHubItself })],
      files: [
        manifestChange("package.json", '-    "left-pad": "1.3.0"', '+    "left-pad": "2.0.0"'),
      ],
    }),
  ],
  [
    "merged on the web",
    changeFacts({
      commits: [commitBy(null, { committer: { ...gitHubItself, account: webFlow } })],
    }),
  ],
])("a kept change %s is assessed as it was", (_name, facts) => {
  const text = packFacts({ facts, whole: true });
  const kept = { ...unpackFacts(text ?? ""), history: null };
  expect(assessRisk(kept, policy, { teams: {} })).toEqual(assessRisk(facts, policy, { teams: {} }));
});

test("what is kept holds no diffs but those of manifests, no messages, and no address of a known account", () => {
  const facts = changeFacts({
    files: [
      fileChange("src/a.ts", { patch: "@@ secret @@" }),
      manifestChange("package.json", "+public"),
    ],
    commits: [commitBy(dependabot, { message: "secret" }), commitBy(null)],
  });
  const text = packFacts({ facts, whole: true }) ?? "";
  expect(text).not.toMatch(/secret|dependabot\[bot\]@example/);
  expect(text).toMatch(/public/);
  expect(text).toMatch(/nobody@example/);
});

test.each([
  ["is not whole", changeFacts(), false],
  [
    "is too big",
    changeFacts({
      files: Array.from({ length: 3_000 }, (_, at) =>
        fileChange(`${"folder/".repeat(12)}${at}.ts`),
      ),
    }),
    true,
  ],
])("a change that %s is not kept to be decided anew", (_name, facts, whole) => {
  expect(packFacts({ facts, whole })).toBeNull();
});

test("a past grows in source files, whatever a policy ignores, unless their names are too long to look up", () => {
  const files = [
    fileChange("src/a.ts"),
    fileChange("docs/a.md"),
    fileChange("docs/moved.ts", { status: "renamed", previousPath: "src/moved.ts" }),
    fileChange(`src/${"ä".repeat(500)}.ts`),
  ];
  expect(sourceFilesOf({ files }).map(({ path }) => path)).toEqual(["src/a.ts", "docs/moved.ts"]);
});
