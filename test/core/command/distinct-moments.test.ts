import { expect, test } from "@jest/globals";
import { distinctMoments } from "#core/command/distinct-moments.ts";
import { alice } from "../../support/facts.ts";

function given(atMs: number) {
  const effect = { kind: "hold", reason: null } as const;
  return { by: alice, atMs, headSha: "a".repeat(40), effect };
}

test.each([
  ["none", [], []],
  ["of different seconds", [1_000, 3_000], [1_000, 3_000]],
  ["of one second", [1_000, 1_000, 1_000, 2_000], [1_000, 1_001, 1_002, 2_000]],
  ["whose numbers and times contradict each other", [2_000, 1_000], [2_000, 2_001]],
])("commands %s", (_name, moments, expected) => {
  expect(distinctMoments(moments.map(given)).map(({ atMs }) => atMs)).toEqual(expected);
});
