import { describe, expect, test } from "@jest/globals";
import { decideGate } from "#core/gate/decide-gate.ts";
import { gateEligibility, production } from "../../support/decided-gate.ts";
import { observedGate } from "../../support/observed-gate.ts";

const berlin = { timeZone: "Europe/Berlin" };
const window = (from: string, to: string, days = ["Sun", "Mon"]) => {
  return production({ windows: [{ days, from, to, ...berlin }] });
};
const frozenUntil = (to: string) =>
  production({}, { freezes: [{ name: "night", from: "2026-03-01T00:00", to, ...berlin }] });

/** What is decided at a moment, and when to decide again. */
function decidedAt(at: string, policies: ReturnType<typeof production>): string {
  const nowMs = Date.parse(at);
  const gate = { eligibility: gateEligibility, requestedAtMs: nowMs - 60_000, ...policies };
  const decision = decideGate(observedGate(gate), nowMs);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  return `${decision.state} ${decision.decideAgainAt ?? "-"}`;
}

type Row = [name: string, at: string, policies: ReturnType<typeof production>, decided: string];

/** Clocks in Berlin went from 02:00 to 03:00 on 29 March 2026 (01:00 UTC), and go back from 03:00 to 02:00 on 25 October (01:00 UTC). */
describe("a gate over the changes of clocks", () => {
  test.each<Row>([
    [
      "on the evening before summer, office hours open an hour earlier by UTC",
      "2026-03-28T20:00:00Z",
      window("09:00", "16:00"),
      "waiting 2026-03-29T07:00:00.000Z",
    ],
    [
      "an hour that is left out opens at the jump where the window goes on",
      "2026-03-29T00:30:00Z",
      window("02:30", "04:00"),
      "waiting 2026-03-29T01:00:00.000Z",
    ],
    [
      "an hour that is left out opens nothing",
      "2026-03-29T00:30:00Z",
      window("02:10", "02:50"),
      "waiting 2026-03-30T00:10:00.000Z",
    ],
    [
      "and it is released at that instant",
      "2026-03-29T01:00:00Z",
      window("02:30", "04:00"),
      "released -",
    ],
    [
      "a freeze that ends in an hour that is left out ends with it",
      "2026-03-28T20:00:00Z",
      frozenUntil("2026-03-29T02:30"),
      "waiting 2026-03-29T01:30:00.000Z",
    ],
    [
      "on the evening before winter, office hours open an hour later by UTC",
      "2026-10-24T20:00:00Z",
      window("09:00", "16:00"),
      "waiting 2026-10-25T08:00:00.000Z",
    ],
    [
      "an hour that comes twice is open the first time",
      "2026-10-25T00:15:00Z",
      window("02:10", "02:50"),
      "released -",
    ],
    [
      "closes in between, until it comes again",
      "2026-10-25T00:55:00Z",
      window("02:10", "02:50"),
      "waiting 2026-10-25T01:10:00.000Z",
    ],
    ["and is open the second time", "2026-10-25T01:10:00Z", window("02:10", "02:50"), "released -"],
  ])("%s", (_name, at, policies, decided) => {
    expect(decidedAt(at, policies)).toBe(decided);
  });
});
