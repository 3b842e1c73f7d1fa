import { expect, test } from "@jest/globals";
import { parsePolicy } from "#core/policy/parse-policy.ts";

/** The number of requirements from low to critical. */
function askedAt(approvals: string): readonly number[] | string {
  const parsed = parsePolicy(`version: 1\napprovals: ${approvals}\n`);
  if (parsed.kind === "invalid") return parsed.problems.map(({ message }) => message).join("; ");
  const { low, medium, high, critical } = parsed.policy.approvals ?? {};
  return [low, medium, high, critical].map((requirements) => requirements?.length ?? -1);
}

const one = "[{ from: [write] }]";
const two = "[{ from: [write] }, { from: [admin] }]";

test.each([
  ["nothing is asked where no level is given", "{}", [0, 0, 0, 0]],
  ["what is asked of one level is asked of those above", `{ medium: ${one} }`, [0, 1, 1, 1]],
  ["the nearest level below counts", `{ medium: ${one}, high: ${two} }`, [0, 1, 2, 2]],
  ["the lowest level passes on as well", `{ low: ${one} }`, [1, 1, 1, 1]],
  ["what is given holds, also nothing", `{ high: ${two}, critical: [] }`, [0, 0, 2, 0]],
  ["levels below are not touched", `{ critical: ${one} }`, [0, 0, 0, 1]],
])("%s", (_name, approvals, asked) => {
  expect(askedAt(approvals)).toEqual(asked);
});
