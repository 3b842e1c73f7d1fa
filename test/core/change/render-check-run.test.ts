import { describe, expect, test } from "@jest/globals";
import MarkdownIt from "markdown-it";
import type { ChangeDecision } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { DesiredChange } from "#core/change/plan-actions.ts";
import { renderChange } from "#core/change/render-change.ts";
import { concludeCheckRun } from "#core/change/render-check-run.ts";
import { fileChange } from "../../support/facts.ts";
import { now, observedChange } from "../../support/observed-change.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

type Situation = NonNullable<Parameters<typeof observedChange>[0]>;

function render(situation: Situation): DesiredChange {
  const observed = observedChange(situation);
  const decision = decideChange(observed, now);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  return renderChange(observed, decision, { seq: 42, hash: "f".repeat(64) });
}

describe("what a decision means to GitHub", () => {
  test.each<[ChangeDecision["mode"], ChangeDecision["verdict"], string, string | null]>([
    ["enforce", "approved", "completed", "success"],
    ["enforce", "waiting", "in_progress", null],
    ["enforce", "rejected", "completed", "failure"],
    ["enforce", "invalid", "completed", "failure"],
    ["observe", "approved", "completed", "success"],
    ["observe", "waiting", "completed", "success"],
    ["observe", "rejected", "completed", "success"],
  ])("%s, %s", (mode, verdict, status, conclusion) => {
    expect(concludeCheckRun({ mode, verdict })).toEqual({ status, conclusion });
  });
});

test("what one policy asks twice is named twice, what two policies ask once", () => {
  const approvals = { low: [{ from: ["write"] }, { from: ["write"] }] };
  const { checkRun } = render({
    policies: [policySource({ approvals }, "organisation"), policySource({ approvals })],
  });
  expect(checkRun.title).toBe(
    "Low risk: waits for 1 approval from someone with write access and 1 approval from someone with write access",
  );
});

describe("GitHub's limits", () => {
  const team = (index: number) => `@acme/team-${index}`;
  const also = Array.from({ length: 100 }, (_, index) => ({
    name: `rule ${index}`,
    when: { minFiles: 1 },
    require: Array.from({ length: 10 }, (_, at) => ({ from: [team(index * 10 + at)] })),
  }));
  const rules = Array.from({ length: 150 }, (_, index) => ({
    name: `factor ${index}`,
    when: { files: ["**"] },
    points: 1,
  }));
  const path = `${"very-long/".repeat(28)}a.ts`;
  const crowded = render({
    policies: [policySource({ approvals: { also }, risk: { rules } })],
    facts: { files: [fileChange(path)] },
  });

  test("a title is at most 255 characters, and counts what it leaves out", () => {
    expect(crowded.checkRun.title.length).toBeLessThanOrEqual(255);
    expect(crowded.checkRun.title).toMatch(
      /^Critical risk: waits for 1 approval from .* and 99\d more$/,
    );
  });

  test("a summary is at most 65,535 bytes; what is missing stays, the rest says that it is left out", () => {
    const { summary } = crowded.checkRun;
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
    expect(summary).toContain("- **1 approval from `@acme/team-0` (rule 0).**");
    expect(summary).toContain("_Too long to show here: the requirements._");
    expect(summary).toContain("Ledger entry 42");
  });

  test("a comment is far below 65,536 characters", () => {
    expect(crowded.comment.body.length).toBeLessThan(20_000);
  });

  test("at most 50 annotations, and the summary counts the others", () => {
    const problems = Array.from({ length: 60 }, (_, index) => ({
      keyPath: `risk.rules[${index}]`,
      line: index + 1,
      column: 1,
      message: "it is wrong",
      remedy: "Right it.",
    }));
    const { checkRun } = render({ policies: [invalidPolicySource(problems)] });
    expect(checkRun.annotations).toHaveLength(50);
    expect(checkRun.summary).toContain("- and 10 more");
  });
});

describe("annotations", () => {
  const problem = {
    keyPath: "mode",
    line: 2,
    column: 1,
    message: "it is wrong",
    remedy: "Right it.",
  };
  test.each<[string, Situation, number]>([
    ["on the repository's own file", { policies: [invalidPolicySource([problem])] }, 1],
    [
      "not on a file of another repository",
      { policies: [invalidPolicySource([problem], "organisation")] },
      0,
    ],
    [
      "on the organisation's file in its own repository",
      {
        repository: { owner: "Acme", name: ".github" },
        policies: [invalidPolicySource([problem], "organisation")],
      },
      1,
    ],
  ])("%s", (_name, situation, count) => {
    expect(render(situation).checkRun.annotations).toHaveLength(count);
  });
});

describe("names that would be markup", () => {
  const evil = "x](https://evil.example)![y](z)<img src=x>@maria|`**#1";
  const { checkRun, comment } = render({
    policies: [
      policySource({
        risk: { rules: [{ name: evil, when: { files: ["**"] }, points: 60 }] },
        approvals: { critical: [{ name: evil, from: ["@acme/sre"] }] },
      }),
    ],
    facts: { baseBranch: "main", files: [fileChange(`src/${evil}`)] },
  });
  const github = new MarkdownIt({ html: true, linkify: true });

  test.each([
    ["summary", checkRun.summary],
    ["comment", comment.body],
  ])("stay text in the %s", (_name, markdown) => {
    const outsideCode = github.render(markdown).replace(/<code>.*?<\/code>/gs, "");
    expect(outsideCode).not.toMatch(/@|<img|evil/);
    for (const [, address] of outsideCode.matchAll(/href="([^"]*)"/g)) {
      expect(address).toMatch(/^https:\/\/github\.com\/acme\/shop\//);
    }
  });

  test("a branch's name does not break out of a link", () => {
    const branch = "release/(a)[b]";
    const { checkRun: run } = render({
      policies: [policySource({ branches: ["release/*"] })],
      facts: { baseBranch: branch },
    });
    expect(run.summary).toContain("/blob/release/%28a%29%5Bb%5D/.github/sluice.yml)");
  });
});

describe("the comment", () => {
  const asks = { approvals: { low: [{ from: ["write"] }] } };
  test.each<[string, Situation, boolean]>([
    ["wanted where somebody must approve", { policies: [policySource(asks)] }, true],
    ["wanted where the policy must be righted", { policies: [invalidPolicySource([])] }, true],
    ["not wanted where nothing is missing", { policies: [policySource({})] }, false],
    ["not wanted on a draft", { policies: [policySource(asks)], draft: true }, false],
    [
      "not wanted in observe mode",
      { policies: [policySource({ ...asks, mode: "observe" })] },
      false,
    ],
  ])("%s", (_name, situation, wanted) => {
    expect(render(situation).comment.wanted).toBe(wanted);
  });
});

test("the check's name carries the base branch, and its external id the ledger entry", () => {
  const { checkRun } = render({ policies: [policySource({})] });
  expect(checkRun).toMatchObject({ name: "change control: main", externalId: "42" });
});
