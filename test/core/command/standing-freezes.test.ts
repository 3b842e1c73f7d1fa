import { expect, test } from "@jest/globals";
import type { CommandEffect } from "#core/command/given-command.ts";
import { standingFreezes } from "#core/command/standing-freezes.ts";
import { alice, bob } from "../../support/facts.ts";

const hourMs = 3_600_000;

function given(atMs: number, effect: CommandEffect, by = alice) {
  return { by, atMs, headSha: "a".repeat(40), effect };
}
const freeze = (target: string, untilMs: number) =>
  ({ kind: "freeze", target, untilMs, reason: "an incident" }) as const;
const unfreeze = (target: string) => ({ kind: "unfreeze", target }) as const;

test("a freeze stands from its command until it ends", () => {
  const commands = [given(1_000, freeze("production", hourMs))];
  expect(standingFreezes(commands, hourMs - 1)).toEqual([
    { target: "production", fromMs: 1_000, untilMs: hourMs, reason: "an incident", by: alice },
  ]);
  expect(standingFreezes(commands, hourMs)).toEqual([]);
});

test("ending one ends every freeze of that target that came before, and no other", () => {
  const commands = [
    given(1_000, freeze("production", hourMs)),
    given(2_000, freeze("production", 2 * hourMs), bob),
    given(3_000, freeze("main", hourMs)),
    given(4_000, unfreeze("production")),
    given(5_000, freeze("production", 3 * hourMs)),
  ];
  expect(standingFreezes(commands, 6_000).map(({ target, fromMs }) => [target, fromMs])).toEqual([
    ["main", 3_000],
    ["production", 5_000],
  ]);
});
