import { expect, test } from "@jest/globals";
import type { Content } from "./deed.ts";
import { type Case, judge, type Verdict } from "./judge.ts";
import type { Outcome, Statement } from "./story.ts";

const review = (by: "ines" | "noah" | "dora" | "tom" | "jonas", approves: boolean, sha = "head") =>
  ({ kind: "review", by, approves, sha, id: 1 }) as const;

type Command = Extract<Statement, { kind: "command" }>;

const command = (by: Command["by"], word: Command["word"], sha = "head") =>
  ({ kind: "command", by, word, sha, id: 2 }) as const;

const yes = review("ines", true);

const rows: readonly [string, Content, readonly Statement[], Verdict, Partial<Case>?][] = [
  ["documentation passes at once", "documentation", [], "approved"],
  ["code waits for somebody who keeps it reliable", "code", [review("dora", true)], "waiting"],
  ["and for nobody else", "code", [yes], "approved"],
  ["a schema needs the database's people as well", "schema", [yes], "waiting"],
  ["who have agreed", "schema", [yes, review("dora", true)], "approved"],
  [
    "what was said of a former head does not count",
    "code",
    [review("ines", true, "old")],
    "waiting",
  ],
  ["an objection takes one's own approval back", "code", [yes, review("ines", false)], "waiting"],
  ["and nobody else's", "code", [yes, review("noah", false)], "approved"],
  ["a dismissed review does not count", "code", [yes], "waiting", { dismissed: new Set([1]) }],
  ["who pushed last does not approve", "code", [yes], "waiting", { lastPusher: "ines" }],
  ["nothing passes in a freeze", "documentation", [], "waiting", { isFrozen: true }],
  ["a hold", "documentation", [command("jonas", "hold")], "waiting"],
  [
    "a hold that its giver lifts",
    "documentation",
    [command("jonas", "hold"), command("jonas", "unhold")],
    "approved",
  ],
  [
    "a hold that another lifts",
    "documentation",
    [command("jonas", "hold"), command("maria", "unhold")],
    "waiting",
  ],
  ["a rejection outlasts others' approvals", "code", [command("tom", "reject"), yes], "rejected"],
  [
    "its giver's approval lifts it",
    "code",
    [command("tom", "reject"), review("tom", true), yes],
    "approved",
  ],
  [
    "a manager lifts it",
    "code",
    [command("tom", "reject"), command("ada", "override")],
    "approved",
  ],
  ["an override is for one head", "code", [command("ada", "override", "old")], "waiting"],
  ["an emergency asks managers", "code", [command("ines", "emergency"), yes], "waiting"],
  [
    "who have agreed to it",
    "schema",
    [command("ines", "emergency"), review("tom", true)],
    "approved",
  ],
  ["an override by somebody who may not", "code", [command("jonas", "override")], "waiting"],
  [
    "an emergency by somebody who may not",
    "code",
    [command("jonas", "emergency"), yes],
    "approved",
  ],
  ["an approval that is taken back", "code", [yes, command("ines", "unapprove")], "waiting"],
];

test.each(rows)("%s", (_name, content, statements, verdict, more = {}) => {
  const one = { content, author: "maria", lastPusher: "maria", head: "head" } as const;
  const rest = { statements, dismissed: new Set<number>(), isFrozen: false, ...more };
  const outcomeOf = (): Outcome => "done";
  expect(judge({ ...one, ...rest }, { outcomeOf, bound: "settled" })).toBe(verdict);
});

test.each<[Outcome, Verdict, Verdict]>([
  ["done", "approved", "approved"],
  ["refused", "waiting", "waiting"],
  ["unanswered", "waiting", "approved"],
])("a command that is %s: %s in the end, at most %s meanwhile", (outcome, settled, most) => {
  const one = { content: "code", author: "maria", lastPusher: "maria", head: "head" } as const;
  const rest = { statements: [command("ines", "approve")], dismissed: new Set<number>() };
  const judged = (["settled", "most"] as const).map((bound) =>
    judge({ ...one, ...rest, isFrozen: false }, { outcomeOf: () => outcome, bound }),
  );
  expect(judged).toEqual([settled, most]);
});
