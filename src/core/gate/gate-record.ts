import { z } from "zod";
import type { RangeCommit, SetChange } from "#core/change-set/change-set.ts";
import { clipped } from "#core/text/words.ts";
import { GateState } from "./gate-answer.ts";
import type { GateDecision } from "./gate-decision.ts";
import { RecordedGateFacts } from "./gate-facts-schema.ts";
import type { GateChange, GateFacts, ObservedGate } from "./observed-gate.ts";

/** A gate as it was decided, with all that it takes to decide it anew under other policies: the data of a ledger entry. */
export const GateRecord = z.object({
  state: GateState,
  /** Milliseconds since the epoch. */
  decidedAtMs: z.int(),
  /** What it waited for, or would have under policies that only observe. */
  reasons: z.array(
    z.object({
      origin: z.enum(["organisation", "repository"]).nullable(),
      kind: z.string(),
      missing: z.string(),
    }),
  ),
  policies: z.array(
    z.object({
      origin: z.enum(["organisation", "repository"]),
      repository: z.object({ owner: z.string(), name: z.string() }),
      blobSha: z.string(),
    }),
  ),
  facts: RecordedGateFacts,
});
export type GateRecord = Readonly<Omit<z.infer<typeof GateRecord>, "facts">> & {
  readonly facts: GateFacts;
};

/** More paths of one change or commit are not kept; in a replay it then belongs to every component. */
const mostPaths = 300;
const longestMessage = 200;

/**
 * What the ledger keeps of a decision. Messages and long lists of paths are cut: no decision needs them whole. Like all data with foreign
 * text it has to be made well-formed for an entry.
 */
export function recordGate(
  observed: ObservedGate,
  decision: GateDecision,
  nowMs: number,
): GateRecord {
  const { policies: _, ...facts } = observed;
  const shortened: GateFacts = {
    ...facts,
    added: facts.added.map(shortenChange),
    removed: facts.removed.map(shortenChange),
  };
  return GateRecord.parse({
    state: decision.state,
    decidedAtMs: nowMs,
    reasons: [...decision.reasons, ...decision.wouldHold],
    policies: decision.policyVersions,
    facts: shortened,
  });
}

function shortenChange(one: GateChange): GateChange {
  return { ...one, change: shorten(one.change) };
}

function shorten(change: SetChange): SetChange {
  if (change.kind === "direct-push") return { ...change, commit: shortenCommit(change.commit) };
  const { pullRequest, commits } = change;
  return {
    ...change,
    pullRequest: { ...pullRequest, paths: cut(pullRequest.paths) },
    commits: commits.map(shortenCommit),
  };
}

function shortenCommit(commit: RangeCommit): RangeCommit {
  const [subject = ""] = commit.message.split("\n", 1);
  return { ...commit, message: clipped(subject, longestMessage), paths: cut(commit.paths) };
}

function cut(paths: readonly string[] | null): readonly string[] | null {
  return paths === null || paths.length > mostPaths ? null : paths;
}
