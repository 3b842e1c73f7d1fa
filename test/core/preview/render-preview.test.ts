import { describe, expect, test } from "@jest/globals";
import type { FileChange } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { parsePolicy } from "#core/policy/parse-policy.ts";
import { type PolicyOrigin, type PolicySource, policyPath } from "#core/policy/policy-source.ts";
import { decidePreview, type PolicyAtHead } from "#core/preview/decide-preview.ts";
import { findPolicyChange } from "#core/preview/find-policy-change.ts";
import { renderPreview } from "#core/preview/render-preview.ts";
import type { PastSubject } from "#core/preview/replay-past.ts";
import { alice, bob, changeFacts, fileChange } from "../../support/facts.ts";
import { expectGolden } from "../../support/golden.ts";
import { codeOwnersFile, observedChange } from "../../support/observed-change.ts";
import { invalidPolicySource } from "../../support/policy.ts";

const today = `version: 1
approvals:
  high: [{ from: ['@acme/sre'] }]
standard:
  - name: documentation only
    when: { onlyFiles: ['docs/**', '**/*.md'] }
`;

function source(file: string, origin: PolicyOrigin = "repository"): PolicySource {
  const name = origin === "organisation" ? ".github" : "shop";
  return { origin, repository: { owner: "acme", name }, blobSha: "b", content: parsePolicy(file) };
}

function atHead(file: string): PolicyAtHead {
  return { kind: "file", file: { blobSha: "c", content: parsePolicy(file) } };
}

/** A change of the policy file of acme/shop, or of the organisation's. */
function policyChange(overrides: Parameters<typeof observedChange>[0] = {}): ObservedChange {
  return observedChange({
    policies: [source(today)],
    facts: { files: [fileChange(policyPath, { additions: 3, deletions: 1 })] },
    ...overrides,
  });
}

const day = 86_400_000;
const firstMs = Date.UTC(2026, 2, 1);

/** Pull requests 1, 2, …, one a day. */
function pastOf(
  ...changes: readonly { readonly title?: string; readonly files: readonly FileChange[] }[]
): readonly PastSubject[] {
  return changes
    .map(({ title = "Change something", files }, index) => ({
      repository: "acme/shop",
      sha: `${index + 1}`.padStart(8, "0").padEnd(40, "a"),
      number: index + 1,
      mergedAtMs: firstMs + index * day,
      facts: changeFacts({ title, author: index % 2 === 0 ? alice : bob, files, totals: null }),
    }))
    .reverse();
}

const small = { files: [fileChange("src/price.ts", { additions: 5 })] };
const large = {
  title: "Rework the basket",
  files: [fileChange("src/basket.ts", { additions: 400 })],
};
const docs = {
  title: "Explain refunds",
  files: [fileChange("docs/refunds.md", { additions: 90 })],
};
const past = pastOf(small, large, docs, small, { ...large, title: "Add vouchers #7 @sre" }, small);

function render(
  observed: ObservedChange,
  head: PolicyAtHead,
  changes: readonly PastSubject[] = past,
  unknown = 0,
): string {
  const change = findPolicyChange(observed);
  if (change === null) throw new Error("the policy is not changed");
  const preview = decidePreview(observed, change, head, { changes, unknown });
  const { repository } = observed;
  const { markdown, annotations } = renderPreview(preview, {
    repository,
    webUrl: "https://github.com",
  });
  const notes = annotations.map(
    ({ path, line, title, message }) => `annotates: ${path}:${line} ${title}: ${message}`,
  );
  return `${[...notes, ...(notes.length > 0 ? [""] : []), markdown].join("\n")}\n`;
}

describe("the preview", () => {
  test("of a stricter policy says what it would newly hold, and what that would cost", () => {
    const stricter = `${today.replace("high:", "medium: [{ from: [write], count: 2 }]\n  high:")}
risk: { levels: { medium: 5, high: 9 }, factors: { hotspot: 2 }, ignore: ['dist/**'] }
mode: observe
branches: [main, 'release/*']
roles: { dba: ['@acme/data'] }
approvers: { mayNotBe: [author], distinct: false, request: people }
emergency: { declare: [dba], approvals: [{ from: [dba] }] }
`;
    expectGolden("preview/stricter.md", render(policyChange(), atHead(stricter)));
  });

  test("of a milder policy says what it would no longer hold", () => {
    const milder = today.replace(
      "'**/*.md'] }",
      "'**/*.md'] }\n  - name: basket\n    when: { files: ['src/basket.ts'] }",
    );
    expectGolden("preview/milder.md", render(policyChange(), atHead(milder)));
  });

  test("of a file with problems lists them, and puts them on the lines of the new file", () => {
    const broken = `${today}approval:\n  high: []\nmode: sometimes\n`;
    expectGolden("preview/problems.md", render(policyChange(), atHead(broken)));
  });

  test("of the right policy in place of one that can't be read has nothing to compare with", () => {
    const problem = { keyPath: "", line: 1, column: 1, message: "no YAML", remedy: "Write YAML." };
    const observed = policyChange({ policies: [invalidPolicySource([problem])] });
    expectGolden("preview/repaired.md", render(observed, atHead(today)));
  });

  test("of a removed policy says what is left", () => {
    const files = [fileChange(policyPath, { status: "removed", additions: 0, deletions: 8 })];
    const alone = policyChange({ facts: { files } });
    expectGolden("preview/removed.md", render(alone, { kind: "removed" }));
    const organisation = source(
      "version: 1\napprovals: { high: [{ from: [maintain] }] }\n",
      "organisation",
    );
    const both = policyChange({ facts: { files }, policies: [organisation, source(today)] });
    expectGolden("preview/removed-beside-organisation.md", render(both, { kind: "removed" }));
  });

  test("of a repository's first policy, under an organisation's", () => {
    const organisation = source(
      "version: 1\napprovals: { critical: [{ from: [admin] }] }\n",
      "organisation",
    );
    const observed = policyChange({ policies: [organisation] });
    expectGolden("preview/first.md", render(observed, atHead(today), past, 3));
  });

  test("of the organisation's policy is tried on the changes of all its repositories", () => {
    const repository = { owner: "acme", name: ".github" };
    const observed = policyChange({
      repository,
      policies: [source(today, "organisation"), { ...source(today), repository }],
    });
    const stricter = today.replace("high:", "medium: [{ from: [write] }]\n  high:");
    const elsewhere = past.map((change, index) => ({
      ...change,
      number: index === 0 ? null : change.number,
      repository: index % 2 === 0 ? "acme/api" : "acme/shop",
    }));
    const rule =
      "risk: { rules: [{ name: prices, when: { files: ['src/price.ts'], authors: ['@acme/data', alice] }, atLeast: high }] }\n";
    expectGolden("preview/organisation.md", render(observed, atHead(stricter + rule), elsewhere));
  });

  test("knows the code owners of the base", () => {
    const codeOwners = codeOwnersFile(".github/ @acme/sre");
    const text = render(
      policyChange({ codeOwners }),
      atHead("version: 1\napprovals: { high: [{ from: [code-owners] }] }\n"),
    );
    expect(text).toMatch(
      /very change\*\*, approved by nobody: Critical risk: waits for 1 approval from a code owner\. Today/,
    );
  });

  test("shows foreign text as text", () => {
    const hostile = `${today}  - name: '<img src=x> @everyone [a](b) | #1'
    when: { titles: [] }
`.replace("titles: []", "title: '^x'");
    const titled = pastOf({
      title: "</details><!-- @acme/sre closes #1 | `code` -->",
      files: [fileChange("src/basket.ts", { additions: 400 })],
    });
    const floor = `${hostile}risk: { levels: { high: 99, critical: 100 } }\n`;
    expectGolden("preview/hostile-names.md", render(policyChange(), atHead(floor), titled));
  });

  test("of many differences stays short", () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      title: `Change ${index}`,
      files: [fileChange("src/basket.ts", { additions: 400 })],
    }));
    const rules = Array.from(
      { length: 60 },
      (_, index) => `  - { name: rule ${index}, when: { title: x }, points: 1 }`,
    );
    const file = `${today}risk:\n  levels: { high: 90, critical: 100 }\n  rules:\n  ${rules.join("\n  ")}\n`;
    const text = render(policyChange(), atHead(file), pastOf(...many));
    expect(text).toContain("- and 22 more");
    expect(text).toContain("No longer held (30):");
    expect(text.match(/pull\/\d+/g)).toHaveLength(10);
    expect(text).toContain("- and 20 more");
  });

  test("says when nothing changes, and when nothing of the past is known", () => {
    expectGolden("preview/same.md", render(policyChange(), atHead(`# The same\n${today}`), [], 0));
  });

  test("says when the file can't be had", () => {
    const away: PolicyAtHead = {
      kind: "unavailable",
      because: "GitHub can't be reached (GraphQL ReadPolicy: ECONNRESET).",
    };
    expectGolden("preview/unavailable.md", render(policyChange(), away));
  });
});

describe("a policy change", () => {
  const home = { owner: "acme", name: ".github" };
  const removed = fileChange(policyPath, { status: "removed" });
  const movedAway = fileChange("old.yml", { status: "renamed", previousPath: policyPath });
  const copied = fileChange("copy.yml", { status: "copied", previousPath: policyPath });
  const movedHere = fileChange(policyPath, { status: "renamed", previousPath: "new.yml" });
  test.each<[string, readonly FileChange[], Parameters<typeof observedChange>[0], unknown]>([
    ["of another file is none", [fileChange("docs/sluice.yml")], {}, null],
    [
      "is the repository's",
      [fileChange(policyPath)],
      {},
      { origins: ["repository"], removed: false },
    ],
    ["removes", [removed], {}, { origins: ["repository"], removed: true }],
    ["moves away", [movedAway], {}, { origins: ["repository"], removed: true }],
    ["moves here", [movedHere], {}, { origins: ["repository"], removed: false }],
    [
      "moves away and writes anew",
      [movedAway, fileChange(policyPath, { status: "added" })],
      {},
      { origins: ["repository"], removed: false },
    ],
    ["leaves it and copies it", [copied], {}, null],
    [
      "is the organisation's in its .github repository",
      [fileChange(policyPath)],
      { repository: home },
      { origins: ["organisation", "repository"], removed: false },
    ],
    [
      "is only the repository's on another branch",
      [fileChange(policyPath)],
      { repository: home, defaultBranch: "trunk" },
      { origins: ["repository"], removed: false },
    ],
  ])("%s", (_name, files, overrides, expected) => {
    expect(findPolicyChange(observedChange({ facts: { files }, ...overrides }))).toEqual(expected);
  });
});
