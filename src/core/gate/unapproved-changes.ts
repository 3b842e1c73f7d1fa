import { isChangeManager } from "#core/approval/role-holders.ts";
import { isPerson, isSameAccount } from "#core/change/account.ts";
import type { Account } from "#core/change/facts.ts";
import type { Remedies } from "#core/change/remedies.ts";
import { commitsOf } from "#core/change-set/change-set.ts";
import { capitalised, listed, shortSha } from "#core/text/words.ts";
import type { GateReason, Overridden } from "./gate-decision.ts";
import type { GatePolicy } from "./gate-policies.ts";
import type { GateChange, ObservedGate } from "./observed-gate.ts";

/** Which changes keep the gate waiting because nobody approved them, and which pass by an override. */
export function findUnapproved(
  changes: readonly GateChange[],
  deciding: readonly GatePolicy[],
  observed: ObservedGate,
  remedies: Remedies,
): { readonly reasons: readonly GateReason[]; readonly overridden: readonly Overridden[] } {
  const reasons: GateReason[] = [];
  const overridden: Overridden[] = [];
  for (const change of changes.filter((one) => !isApproved(one))) {
    const by = findOverriders(change, deciding, observed);
    if (by.length >= neededOverrides(change)) overridden.push({ change, by });
    else reasons.push(explain(change, remedies));
  }
  return { reasons, overridden };
}

/** Whether its people approved it. A direct push never is: nobody was asked. */
export function isApproved({ change, decision }: GateChange): boolean {
  return change.kind === "pull-request" && decision?.verdict === "approved";
}

/** Where it is not known who pushed, one of two change-managers is somebody else: whoever pushed never stands alone. */
function neededOverrides({ pusherKnown }: GateChange): 1 | 2 {
  return pusherKnown ? 1 : 2;
}

/** Who took responsibility for every commit of the change: change-managers now, by each policy, who had no hand in it. */
function findOverriders(
  change: GateChange,
  deciding: readonly GatePolicy[],
  { overrides, eligibility }: ObservedGate,
): readonly Account[] {
  const involved = findInvolved(change);
  const commits = commitsOf(change.change);
  const by: Account[] = [];
  for (const override of overrides) {
    const counts =
      isPerson(override.by) &&
      commits.every(({ sha }) => override.covers.includes(sha)) &&
      ![...involved, ...by].some((account) => isSameAccount(account, override.by)) &&
      isChangeManager(
        override.by,
        deciding.map(({ policy }) => policy),
        eligibility,
      );
    if (counts) by.push(override.by);
  }
  return by;
}

function findInvolved({ change, involved }: GateChange): readonly Account[] {
  const authors = commitsOf(change).flatMap(({ author }) => author.account ?? []);
  return change.kind === "pull-request"
    ? [...involved, ...authors, change.pullRequest.author]
    : [...involved, ...authors];
}

/** `#12`, or the commit of a direct push. */
export function nameChange({ change }: GateChange): string {
  return change.kind === "pull-request"
    ? `#${change.pullRequest.number}`
    : shortSha(change.commit.sha);
}

function explain(change: GateChange, { changeManager, command }: Remedies): GateReason {
  const common = { origin: null, resolvesAtMs: null } as const;
  const name = nameChange(change);
  if (change.change.kind === "direct-push") {
    return {
      ...common,
      kind: "direct-push",
      missing: `somebody to answer for ${name}, pushed without a pull request`,
      whoCanResolve: change.pusherKnown
        ? `${capitalised(changeManager)} who did not write or push it can, with ${command("override <reason>")} on any pull request that waits here.`
        : `It is not known who pushed it, so it takes two who did not write it: each ${changeManager}, with ${command("override <reason>")} on any pull request that waits here.`,
    };
  }
  const { decision } = change;
  const missing = decision?.reasons.map((reason) => reason.missing) ?? [];
  const who = [...new Set(decision?.reasons.map((reason) => reason.whoCanResolve) ?? [])];
  return {
    ...common,
    kind: "change",
    missing: `${name} to be approved${missing.length > 0 ? ` (${describeMissing(change, missing)})` : ""}`,
    whoCanResolve: [
      ...(decision === null ? [`No decision on ${name} is known.`] : who),
      `It counts though ${name} is merged: by a review there, or ${command("approve")}.`,
    ].join(" "),
  };
}

function describeMissing({ decision }: GateChange, missing: readonly string[]): string {
  const rejected = decision?.verdict === "rejected" ? "it is rejected: " : "";
  return rejected + listed(missing, { limit: 3 });
}
