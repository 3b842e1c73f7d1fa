import { describe, expect, test } from "@jest/globals";
import { recordGate } from "#core/gate/gate-record.ts";
import type { ObservedGate } from "#core/gate/observed-gate.ts";
import { readReleasedGates } from "#core/gate/read-gate-records.ts";
import { decidedGate } from "../../support/decided-gate.ts";
import { gateNow, observedGate, unapprovedChange } from "../../support/observed-gate.ts";

const web = { owner: "acme", name: "web" };

function recordOf(situation: Partial<ObservedGate>, decidedAtMs = gateNow) {
  return recordGate(observedGate(situation), decidedGate(situation), decidedAtMs);
}

function entry(subject: string, data: unknown) {
  return { seq: 1, at: "2026-11-19T12:00:00.000Z", kind: "gate.decided", subject, data };
}

async function read(entries: readonly unknown[], repository: ObservedGate["repository"] | null) {
  const { records, unreadable } = await readReleasedGates(
    (async function* () {
      yield* entries;
    })(),
    repository,
  );
  const released = records.map(({ facts, decidedAtMs }) => [
    `${facts.repository.name}/${facts.environment}`,
    decidedAtMs - gateNow,
  ]);
  return { released, unreadable };
}

const waiting = recordOf({ added: [unapprovedChange(1)] });
const released = recordOf({});
const { decidedAtMs: _, ...withoutMoment } = released;

describe("the released gates of a ledger", () => {
  test.each<[string, readonly unknown[], readonly unknown[], number]>([
    [
      "are those that were released",
      [entry("a", waiting), entry("a", released)],
      [["shop/production", 0]],
      0,
    ],
    ["are no gates that only wait", [entry("a", waiting)], [], 0],
    [
      "count once, as of the last release",
      [entry("a", released), entry("a", waiting), entry("a", recordOf({}, gateNow + 5))],
      [["shop/production", 5]],
      0,
    ],
    [
      "stand in the order of their release",
      [
        entry("a", released),
        entry("b", recordOf({}, gateNow + 1)),
        entry("a", recordOf({}, gateNow + 2)),
      ],
      [
        ["shop/production", 1],
        ["shop/production", 2],
      ],
      0,
    ],
    [
      "may leave their moment to the entry",
      [entry("a", withoutMoment)],
      [["shop/production", 0]],
      0,
    ],
    [
      "leave out what is no record, and say so",
      [entry("a", { state: "released" }), "no entry", entry("b", released)],
      [["shop/production", 0]],
      2,
    ],
  ])("%s", async (_name, entries, expected, unreadable) => {
    expect(await read(entries, null)).toEqual({ released: expected, unreadable });
  });

  test("can be those of one repository", async () => {
    const entries = [entry("a", released), entry("b", recordOf({ repository: web }))];
    expect(await read(entries, { owner: "Acme", name: "Web" })).toEqual({
      released: [["web/production", 0]],
      unreadable: 0,
    });
  });
});
