import { describe, expect, test } from "@jest/globals";
import { size } from "#core/risk/factors/size.ts";
import { changeFacts, fileChange } from "../../../support/facts.ts";
import { fc } from "../../../support/fast-check.ts";
import { policyWithRisk } from "../../../support/risk-policy.ts";

const { risk } = policyWithRisk();

describe("size", () => {
  const cases = [
    { additions: 0, deletions: 0, points: 0 },
    { additions: 1, deletions: 0, points: 4 },
    { additions: 3, deletions: 0, points: 8 },
    { additions: 50, deletions: 0, points: 23 },
    { additions: 0, deletions: 100, points: 23 },
    { additions: 40, deletions: 20, points: 23 },
    { additions: 100, deletions: 0, points: 27 },
    { additions: 500, deletions: 0, points: 36 },
    { additions: 938, deletions: 0, points: 39 },
    { additions: 939, deletions: 0, points: 40 },
    { additions: 1_000_000, deletions: 0, points: 40 },
    { additions: 0, deletions: 1, points: 2 },
  ];
  test.each(cases)(
    "+$additions -$deletions: $points points",
    ({ additions, deletions, points }) => {
      const change = changeFacts({ files: [fileChange("src/a.ts", { additions, deletions })] });
      expect(size.find(change, risk)?.points).toBe(points);
    },
  );

  test("counts the lines of all source files, and of no others", () => {
    const change = changeFacts({
      files: [
        fileChange("src/a.ts", { additions: 30, deletions: 10 }),
        fileChange("src/b.ts", { additions: 17 }),
        fileChange("docs/guide.md", { additions: 900 }),
        fileChange("package-lock.json", { additions: 5_000 }),
        fileChange("src/a.test.ts", { additions: 400 }),
        fileChange("src/logo.ts", { status: "renamed", previousPath: "a.ts", additions: 0 }),
      ],
    });
    expect(size.find(change, risk)).toEqual({
      points: 23,
      observed: "57 source lines changed in 2 files",
    });
  });

  test("one line is one line", () => {
    expect(size.find(changeFacts(), risk)?.observed).toBe("1 source line changed in 1 file");
  });

  test("says that there are no source lines", () => {
    const change = changeFacts({ files: [fileChange("README.md", { additions: 80 })] });
    expect(size.find(change, risk)).toEqual({ points: 0, observed: "no source lines" });
  });

  test("leaves out what the policy ignores", () => {
    const change = changeFacts({ files: [fileChange("dist/index.js", { additions: 80 })] });
    expect(size.find(change, risk)?.points).toBe(25);
    expect(size.find(change, policyWithRisk({ ignore: ["dist/**"] }).risk)?.points).toBe(0);
  });

  const lines = fc.nat({ max: 100_000 });
  const file = fc.record({
    path: fc.constantFrom("src/a.ts", "docs/b.md", "test/c.ts", "yarn.lock", "d/e.go"),
    status: fc.constant("modified" as const),
    additions: lines,
    deletions: lines,
  });

  test("another source file never lowers it", () => {
    fc.assert(
      fc.property(fc.array(file), lines, lines, (files, additions, deletions) => {
        const more = [...files, fileChange("src/more.ts", { additions, deletions })];
        const points = size.find(changeFacts({ files }), risk)?.points ?? Number.NaN;
        expect(size.find(changeFacts({ files: more }), risk)?.points).toBeGreaterThanOrEqual(
          points,
        );
      }),
    );
  });

  test("a rename out of the source never lowers it", () => {
    const folder = fc.constantFrom("docs", "test", "vendor", "generated", "locales");
    fc.assert(
      fc.property(lines, lines, folder, (additions, deletions, to) => {
        const stayed = fileChange("src/a.ts", { additions, deletions });
        const moved = { ...stayed, path: `${to}/a.ts`, previousPath: "src/a.ts" };
        expect(size.find(changeFacts({ files: [moved] }), risk)).toEqual(
          size.find(changeFacts({ files: [stayed] }), risk),
        );
      }),
    );
  });
});
