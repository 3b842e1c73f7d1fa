import { expect, test } from "@jest/globals";
import { Replay } from "#core/backtest/replay.ts";
import type { PastChange } from "#core/history/past-change.ts";
import { edit, pastChange } from "../../support/past-change.ts";
import { policyOf } from "../../support/policy.ts";

const policy = policyOf({
  risk: { rules: [{ name: "core", when: { files: ["core/**"] }, atLeast: "high" }] },
  standard: [{ name: "documentation", when: { onlyFiles: ["**/*.md"] } }],
  approvals: { high: [{ from: ["@acme/sre"] }] },
});

function replay(changes: readonly PastChange[], from = 0, to = changes.length) {
  const played = new Replay(policy, { from, to });
  for (const change of changes) played.add(change);
  return played;
}

const lines = (path: string, count: number) =>
  edit({ path, status: "added", hunks: [0, 0, 1, count] });
/** Long after all others: labels are in. */
const end = pastChange(9, { day: 200 });

test("each change is decided as the server would have: level, type, floors, requirements", () => {
  const changes = [
    pastChange(0, { files: [lines("core/a.ts", 1), lines("a.test.ts", 5)] }),
    pastChange(1, { files: [lines("README.md", 40)] }),
    end,
  ];
  expect(replay(changes).judged()).toMatchObject([
    {
      type: "normal",
      level: "high",
      scoreLevel: "low",
      floors: [{ name: "core", atLeast: "high" }],
      linesAdded: 6,
      sourceLines: 1,
      requirements: [{ count: 1, from: [{ kind: "team", slug: "sre" }] }],
    },
    { type: "standard", standardRule: "documentation", level: "low", requirements: [] },
  ]);
});

test("changes outside the range are remembered, not judged", () => {
  const changes = [
    pastChange(0, { title: "A" }),
    pastChange(1, { title: "B", number: 5 }),
    pastChange(2, { title: "Revert #5" }),
    end,
  ];
  expect(replay(changes, 1, 2).judged()).toMatchObject([
    { title: "B", revertedBy: { title: "Revert #5" } },
  ]);
});

test("where the replay stopped early, changes too young by then are left out", () => {
  const stopped = replay([pastChange(0), pastChange(1, { day: 10 }), pastChange(2, { day: 65 })]);
  expect(stopped.judged()).toMatchObject([{ title: "Change 0" }]);
  expect(stopped.length).toBe(3);
});

test("a policy that does not control the branch can't be replayed", () => {
  const played = new Replay(policyOf({ branches: ["release/*"] }), { from: 0, to: 1 });
  expect(() => played.add(pastChange(0))).toThrow("does not control main");
});
