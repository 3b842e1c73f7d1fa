import { describe, expect, test } from "@jest/globals";
import { parsePolicy } from "#core/policy/parse-policy.ts";

function notesIn(file: string): string[] {
  const parsed = parsePolicy(file);
  if (parsed.kind === "invalid") throw new Error(parsed.problems[0]?.message);
  return parsed.notes.map(
    ({ keyPath, line, column, message }) => `${line}:${column} ${keyPath}: ${message}`,
  );
}

type Row = [name: string, file: string, ...notes: string[]];

describe("the authors of a valid policy are told of", () => {
  test.each<Row>([
    [
      "nothing, when all is acted on",
      `version: 1\napprovals: { high: [{ from: [write] }], critical: [{ from: [write] }] }\n`,
    ],
    [
      "levels that ask for less than a lower one",
      `version: 1\napprovals:\n  medium: [{ from: [write] }]\n  high: []\n`,
      "2:1 approvals.critical: changes of critical risk need no approval, though those of medium risk do",
      "4:3 approvals.high: changes of high risk need no approval, though those of medium risk do",
    ],
    [
      "standard rules that authors can meet by a word",
      "version: 1\nstandard:\n  - { name: a, when: { title: '^docs', labels: [trivial] } }\n  - { name: b, when: { title: '^docs', onlyFiles: ['docs/**'] } }\n",
      "3:5 standard[0]: authors choose titles and labels: this rule lets them pass their own changes",
    ],
  ])("%s", (_name, file, ...notes) => {
    expect(notesIn(file)).toEqual(notes);
  });
});
