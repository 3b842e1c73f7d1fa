import { describe, expect, test } from "@jest/globals";
import type { CommandEffect } from "#core/command/given-command.ts";
import {
  asApprovals,
  type DeploymentCommand,
  findGateOverrides,
  findReleaseCommands,
} from "#core/gate/deployment-commands.ts";
import { alice } from "../../support/facts.ts";
import { gateChange, mergeShaOf } from "../../support/observed-gate.ts";
import { rangeCommit } from "../../support/range-commit.ts";

function given(number: number, effect: CommandEffect, atMs: number): DeploymentCommand {
  return { number, command: { by: alice, atMs, headSha: `head-${number}`, effect } };
}

const release: CommandEffect = { kind: "release", environment: "Production", note: "go" };
const override: CommandEffect = { kind: "override", reason: "agreed" };

describe("a /release", () => {
  const gate = { environment: "production", askedAtMs: 10_500 };

  test.each<[name: string, command: DeploymentCommand, counts: boolean]>([
    ["after the gate was asked for", given(1, release, 11_000), true],
    ["in the same second, which is all that GitHub tells", given(1, release, 10_000), true],
    ["before anybody asked", given(1, release, 9_000), false],
    ["for another environment", given(1, { ...release, environment: "staging" }, 11_000), false],
    ["that is an override", given(1, override, 11_000), false],
  ])("%s", (_name, command, counts) => {
    expect(findReleaseCommands([command], gate)).toEqual(counts ? [command] : []);
  });

  test("approves the commit", () => {
    const approvals = asApprovals([given(1, release, 11_000)], "abc");
    expect(approvals).toEqual([{ by: alice, sha: "abc", note: "go" }]);
  });
});

describe("an /override", () => {
  const push = rangeCommit("pushed", []);
  const pushed = {
    change: { kind: "direct-push", commit: push },
    decision: null,
    involved: [],
    pusherKnown: true,
  } as const;
  const asked = { added: [gateChange(1), pushed], askedAtMs: 10_500 };
  const headOf = (number: number) => `head-${number}`;
  const covered = (command: DeploymentCommand, heads = headOf) =>
    findGateOverrides([command], asked, heads).map(({ covers }) => covers);

  test.each<[name: string, command: DeploymentCommand, covers: readonly (readonly string[])[]]>([
    [
      "covers its change and the direct pushes",
      given(1, override, 11_000),
      [[mergeShaOf(1), "pushed"]],
    ],
    ["before the gate was asked for: its change", given(1, override, 9_000), [[mergeShaOf(1)]]],
    ["on a change that is not in the set: nothing", given(2, override, 11_000), []],
    ["no /release covers anything", given(1, release, 11_000), []],
  ])("%s", (_name, command, covers) => {
    expect(covered(command)).toEqual(covers);
  });

  test("on an earlier commit than the one that merged: nothing", () => {
    expect(covered(given(1, override, 11_000), () => "another")).toEqual([]);
  });
});
