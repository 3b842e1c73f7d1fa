import { isSameRepository } from "#core/key.ts";
import { isSameEnvironment } from "#core/policy/environment-names.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import type { Policy } from "#core/policy/schema.ts";
import { decideGate } from "./decide-gate.ts";
import { findDeploymentKind } from "./deployment-kind.ts";
import type { DeploymentKind, GateReason } from "./gate-decision.ts";
import type { GateRecord } from "./gate-record.ts";

/** What another policy would have made of the gates that were released. */
export type GateReplay = {
  /** Released gates that were decided anew. */
  readonly replayed: number;
  /** Those that would have been held at the moment of their release, in the order of the records. */
  readonly held: readonly HeldGate[];
  /** How many released gates were rolled back later, held or not. */
  readonly rolledBack: number;
};

export type HeldGate = {
  readonly record: GateRecord;
  readonly deployment: DeploymentKind;
  readonly reasons: readonly GateReason[];
  /** Whether what it let through was rolled back later: it would have been well to hold it. */
  readonly rolledBack: boolean;
};

/**
 * Decides recorded gates anew under a proposed policy alone, by the very function that decides gates. What a policy that only observes
 * would hold counts as held: that is the question.
 *
 * The verdicts on changes stay as they were recorded, and so do the memberships: a principal about whom nobody asked then names nobody.
 */
export function replayGates(records: readonly GateRecord[], policy: Policy): GateReplay {
  const released = records.filter(({ state }) => state === "released");
  const rollbacks = released.filter(({ facts }) => findDeploymentKind(facts) === "rollback");
  const isRolledBack = (record: GateRecord) =>
    rollbacks.some((rollback) => takesBack(rollback, record));
  const held = released.flatMap((record): readonly HeldGate[] => {
    const { facts, decidedAtMs } = record;
    const decision = decideGate({ ...facts, policies: [proposal(policy, record)] }, decidedAtMs);
    if (decision.kind === "not-controlled") return [];
    const reasons = [...decision.reasons, ...decision.wouldHold];
    return reasons.length === 0
      ? []
      : [{ record, deployment: decision.deployment, reasons, rolledBack: isRolledBack(record) }];
  });
  return { replayed: released.length, held, rolledBack: released.filter(isRolledBack).length };
}

/** The policy as if the gate's repository had it; it is in no git yet. */
function proposal(policy: Policy, { facts }: GateRecord): PolicySource {
  return {
    origin: "repository",
    repository: facts.repository,
    blobSha: "",
    content: { kind: "valid", policy },
  };
}

/** Whether one gate released the way back from what another had released before, in the same place. */
function takesBack(rollback: GateRecord, { facts, decidedAtMs }: GateRecord): boolean {
  const { baseline } = rollback.facts;
  return (
    rollback.decidedAtMs > decidedAtMs &&
    baseline.kind === "compared" &&
    baseline.sha === facts.sha &&
    rollback.facts.component === facts.component &&
    isSameEnvironment(rollback.facts.environment, facts.environment) &&
    isSameRepository(rollback.facts.repository, facts.repository)
  );
}
