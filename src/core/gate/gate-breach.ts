import { z } from "zod";
import { decideGate } from "./decide-gate.ts";
import type { ObservedGate } from "./observed-gate.ts";

/** What a deployment did that its gate did not mean: the data of a ledger entry (`gate.breached`). */
export const GateBreach = z.discriminatedUnion("because", [
  /** It was released, and had not started an hour later. */
  z.object({ because: z.literal("not-started") }),
  /** It was released, and started only when it would have waited: for these freezes and windows. */
  z.object({
    because: z.literal("started-late"),
    at: z.iso.datetime(),
    closed: z.array(z.string()).readonly(),
  }),
  /** It started although its gate had not released it. */
  z.object({ because: z.literal("started-unreleased") }),
]);
export type GateBreach = Readonly<z.infer<typeof GateBreach>>;

/**
 * What would have kept a released deployment waiting at the moment of its start (milliseconds since the epoch): a freeze, or a window that had
 * closed. Approvals that were taken back, and what was asked for since, are not its business any more.
 */
export function findClosedAtStart(observed: ObservedGate, startedAtMs: number): readonly string[] {
  const decision = decideGate({ ...observed, newerGates: [] }, startedAtMs);
  if (decision.kind === "not-controlled") return [];
  return decision.reasons
    .filter(({ kind }) => kind === "freeze" || kind === "window")
    .map(({ missing }) => missing);
}
