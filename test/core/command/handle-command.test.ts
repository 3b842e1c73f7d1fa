import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { type HandlingContext, handleCommand } from "#core/command/handle-command.ts";
import type { CommandSource, PendingCommand } from "#core/command/received-command.ts";
import { bob } from "../../support/facts.ts";
import { headSha, now, observedChange } from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

const writer = { permissions: { bob: "write" }, teams: {} } as const;
const policy = { approvals: { low: [{ from: ["write"] }] } };
const controlled = observedChange({
  policies: [policySource(policy)],
  eligibility: writer,
});

function given(source: CommandSource): PendingCommand {
  const { repository, number } = controlled;
  const name = { kind: source.kind, id: source.kind === "comment" ? source.id : "delivery" };
  return { repository, number, giver: bob, source, name, givenAtMs: now, receivedAtMs: now };
}
const comment = (body: string) =>
  given({ kind: "comment", id: "7", nodeId: "IC_7", body, createdAtMs: now });
const press = (sha: string) => given({ kind: "button", identifier: "approve", headSha: sha });

function handle(command: PendingCommand, context: Partial<HandlingContext> = {}) {
  const { handled, after } = handleCommand(command, {
    observed: controlled,
    state: "intact",
    headPushedAtMs: 0,
    nowMs: now,
    ...context,
  });
  return { ...handled, effects: after.recorded.commands.map(({ effect }) => effect.kind) };
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

test("what took effect is kept with its word, its effect, the head commit and the comment's digest, not its body", () => {
  const { results, answer, effects } = handle(comment("/hold until the audit\nmy key is hunter2"));
  expect(results).toEqual([
    {
      kind: "command.done",
      effect: { kind: "hold", reason: "until the audit" },
      data: {
        word: "hold",
        comment: "7",
        bodyDigest: digest("/hold until the audit\nmy key is hunter2"),
        headSha,
        effect: { kind: "hold", reason: "until the audit" },
      },
    },
  ]);
  expect(answer).toMatchObject({ commentNodeId: "IC_7", reaction: "done", reply: null });
  expect(effects).toEqual(["hold"]);
});

test("what was refused is kept with the reason, and answered with it", () => {
  const { results, answer, effects } = handle(comment("/reject"));
  expect(results).toMatchObject([
    { kind: "command.refused", effect: null, data: { why: expect.stringContaining("reason") } },
  ]);
  expect(answer).toMatchObject({
    reaction: "refused",
    reply: expect.stringMatching(/^`@bob`: `\/reject` was not done\./),
  });
  expect(effects).toEqual([]);
});

test("commands of one comment build on each other; one refusal is the answer to all", () => {
  const { results, answer, effects } = handle(comment("/hold\n/unhold\n/unhold"));
  expect(results.map(({ kind }) => kind)).toEqual([
    "command.done",
    "command.done",
    "command.refused",
  ]);
  expect(effects).toEqual(["hold", "unhold"]);
  expect(answer?.reaction).toBe("refused");
});

test("a question is answered, and not kept", () => {
  const { results, answer } = handle(comment("/status"));
  expect(results).toEqual([]);
  expect(answer).toMatchObject({ reaction: "done", reply: expect.stringContaining("Waiting") });
});

describe("nothing is kept or said", () => {
  test.each<[string, PendingCommand, Partial<HandlingContext>]>([
    ["of another bot's command", comment("/deploy staging"), {}],
    ["of an unknown button", given({ kind: "button", identifier: "x", headSha }), {}],
    ["where there is no policy", comment("/hold"), { observed: { ...controlled, policies: [] } }],
  ])("%s", (_name, command, context) => {
    expect(handle(command, context)).toMatchObject({ results: [], answer: null, effects: [] });
  });
});

test.each([
  ["edited", "refused"],
  ["gone", undefined],
] as const)(
  "a comment that is %s is not carried out, and the ledger says so",
  (state, reaction) => {
    const { results, answer, effects } = handle(comment("/hold"), { state });
    expect(results.map(({ kind }) => kind)).toEqual(["command.refused"]);
    expect(answer?.reaction).toBe(reaction);
    expect(effects).toEqual([]);
  },
);

describe("a button", () => {
  test("on the head's check does what the command does, without a word", () => {
    const { results, answer, effects } = handle(press(headSha));
    expect(results).toMatchObject([
      { kind: "command.done", data: { word: "approve", button: "approve", headSha } },
    ]);
    expect(answer).toBeNull();
    expect(effects).toEqual(["approve"]);
  });

  test("on an older commit's check is refused with a reply", () => {
    const { results, answer, effects } = handle(press("f".repeat(40)));
    expect(results).toMatchObject([{ kind: "command.refused", data: { word: "approve" } }]);
    expect(answer).toMatchObject({
      commentNodeId: null,
      reply: expect.stringContaining("`fffffff`, but the head is now"),
    });
    expect(effects).toEqual([]);
  });

  test.each(["gone", "edited"] as const)(
    "that GitHub's record does not have, or not like that (%s), is refused, and its owner is warned",
    (state) => {
      const { results, answer, effects } = handle(press(headSha), { state });
      expect(results).toMatchObject([
        { kind: "command.refused", data: { button: "approve", why: expect.any(String) } },
      ]);
      expect(answer?.reply).toMatch(/^`@bob`: A press of the button came in your name, but/);
      expect(effects).toEqual([]);
    },
  );

  test("where there is no policy says nothing, even one that nobody pressed", () => {
    const context = { observed: { ...controlled, policies: [] }, state: "gone" } as const;
    expect(handle(press(headSha), context)).toMatchObject({ results: [], answer: null });
  });

  test("means the command, whatever the prefix", () => {
    const observed = {
      ...controlled,
      policies: [policySource({ ...policy, commands: { prefix: "sluice" } })],
    };
    expect(handle(press(headSha), { observed }).effects).toEqual(["approve"]);
  });
});
