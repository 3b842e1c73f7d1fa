import { describe, expect, test } from "@jest/globals";
import type { ChangeFacts } from "#core/change/facts.ts";
import { findGaps } from "#core/risk/facts-completeness.ts";
import { alice, changeFacts, commitBy, fileChange } from "../../support/facts.ts";

const filesNamed = (count: number) =>
  Array.from({ length: count }, (_, index) => fileChange(`src/${index}.ts`));
const commitsOf = (count: number) => Array.from({ length: count }, () => commitBy(alice));
const agreeing = { files: 1, additions: 1, deletions: 0, commits: 1 };

type Case = { name: string; facts: Partial<ChangeFacts>; gaps: readonly string[] };

describe("findGaps", () => {
  const cases: readonly Case[] = [
    { name: "facts that agree", facts: {}, gaps: [] },
    { name: "2,999 files, all listed", facts: { files: filesNamed(2_999) }, gaps: [] },
    {
      name: "3,000 files",
      facts: { files: filesNamed(3_000) },
      gaps: ["GitHub lists at most 3,000 files of a pull request"],
    },
    {
      name: "fewer files than stated",
      facts: { totals: { ...agreeing, files: 2 } },
      gaps: ["2 changed files stated, 1 listed"],
    },
    {
      name: "no files at all",
      facts: { files: [], totals: agreeing },
      gaps: ["1 changed file stated, 0 listed", "1 added line stated, 0 listed"],
    },
    {
      name: "no added lines on a huge diff",
      facts: {
        files: [fileChange("src/a.ts", { additions: 0 })],
        totals: { ...agreeing, additions: 40_000 },
      },
      gaps: ["40,000 added lines stated, 0 listed"],
    },
    {
      name: "fewer deleted lines than stated",
      facts: { totals: { ...agreeing, deletions: 7 } },
      gaps: ["7 deleted lines stated, 0 listed"],
    },
    { name: "250 commits, all listed", facts: { commits: commitsOf(250) }, gaps: [] },
    {
      name: "more commits than are listed",
      facts: { commits: commitsOf(250), totals: { ...agreeing, commits: 251 } },
      gaps: ["251 commits stated, 250 listed"],
    },
    {
      name: "a head that is not listed yet",
      facts: { commits: [], totals: agreeing },
      gaps: ["1 commit stated, 0 listed"],
    },
    {
      name: "no commit stated and none listed",
      facts: { commits: [] },
      gaps: ["no commit is listed"],
    },
    {
      name: "more listed than stated: nothing is missing",
      facts: { files: filesNamed(3), totals: agreeing },
      gaps: [],
    },
    {
      name: "a backtest states no totals",
      facts: { files: filesNamed(3_000), commits: [], totals: null },
      gaps: [],
    },
  ];
  test.each(cases)("$name: $gaps", ({ facts, gaps }) => {
    expect(findGaps(changeFacts(facts))).toEqual(gaps);
  });
});
