import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { type CheckOptions, runCheck } from "#cli/check.ts";
import { expectGolden } from "../support/golden.ts";

/** Runs the command on files held in memory. */
function check(files: Record<string, string>, options: CheckOptions = {}) {
  const out = { stdout: "", stderr: "" };
  const exitCode = runCheck(options, {
    stdout: (text) => {
      out.stdout += text;
    },
    stderr: (text) => {
      out.stderr += text;
    },
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error("ENOENT: no such file or directory");
      return text;
    },
  });
  return { ...out, exitCode };
}

test("a file without problems: notes, then what it will do", () => {
  const file = readFileSync("docs/examples/sluice.yml", "utf8");
  const { stdout, stderr, exitCode } = check({ "sluice.yml": file }, { file: "sluice.yml" });
  expect([exitCode, stderr]).toEqual([0, ""]);
  expectGolden("cli/check-example.txt", stdout);
});

test("a file with problems: each with its place, what is wrong and how to right it", () => {
  const file = `version: 1
mode: enfroce
branches: main
approvals:
  high: [{ from: [acme/sre, dba], count: 0 }]
freezes:
  - { name: year end, from: 2026-12-18, to: 2027-01-04T08:00, timeZone: Berlin }
`;
  const { stdout, stderr, exitCode } = check({ ".github/sluice.yml": file });
  expect([exitCode, stderr]).toEqual([1, ""]);
  expectGolden("cli/check-problems.txt", stdout);
});

describe("in words:", () => {
  test.each<[name: string, file: string, summary: string]>([
    [
      "no approval at all",
      "version: 1",
      "Asks for no approval of changes to the default branch.\n",
    ],
    [
      "a policy that observes, with levels beyond the score",
      "version: 1\nmode: observe\nbranches: [main, next]\nrisk: { levels: { critical: 101 } }\napprovals: { high: [{ from: [write], count: 2 }, { name: ops, from: ['@maria', admin] }], critical: [{ from: [change-manager] }] }\napprovers: { keepApprovals: never }",
      `Observes changes to main and next and holds none; it would ask for:
  low       from 0          no approval
  medium    from 15         no approval
  high      from 30         2 approvals from write access and 1 approval from @maria or admin access, for ops
  critical  by floors only  1 approval from change-manager (admin access)
`,
    ],
  ])("%s", (_name, file, summary) => {
    expect(check({ ".github/sluice.yml": file }).stdout).toBe(summary);
  });
});

describe("for programs (--json):", () => {
  const json = (file: string) => {
    const { stdout, exitCode } = check({ "p.yml": file }, { file: "p.yml", json: true });
    return { exitCode, report: JSON.parse(stdout) };
  };

  test("a file without problems", () => {
    expect(json("version: 1\nstandard: [{ name: docs, when: { title: docs } }]\n")).toEqual({
      exitCode: 0,
      report: {
        file: "p.yml",
        valid: true,
        problems: [],
        notes: [
          {
            keyPath: "standard[0]",
            line: 2,
            column: 12,
            message: "authors choose titles and labels: this rule lets them pass their own changes",
          },
        ],
        summary: {
          mode: "enforce",
          branches: null,
          levels: [
            { level: "low", fromScore: 0, approvals: [] },
            { level: "medium", fromScore: 15, approvals: [] },
            { level: "high", fromScore: 30, approvals: [] },
            { level: "critical", fromScore: 45, approvals: [] },
          ],
          also: [],
          standard: ["docs"],
        },
      },
    });
  });

  test("a file with problems", () => {
    expect(json("version: 2\n")).toEqual({
      exitCode: 1,
      report: {
        file: "p.yml",
        valid: false,
        problems: [
          {
            keyPath: "version",
            line: 1,
            column: 1,
            message: "expected 1, found 2",
            remedy: "For example version: 1.",
          },
        ],
        notes: [],
        summary: null,
      },
    });
  });
});

test("a file that can't be read is a wrong use of the command", () => {
  expect(check({})).toEqual({
    exitCode: 2,
    stdout: "",
    stderr:
      ".github/sluice.yml can't be read: ENOENT: no such file or directory\n" +
      "Name the policy file: sluice check .github/sluice.yml\n",
  });
});
