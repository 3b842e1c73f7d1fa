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
  const unapproved: GateChange[] = [];
  const overridden: Overridden[] = [];
  for (const change of changes.filter((one) => !isApproved(one))) {
    const by = findOverriders(change, deciding, observed);
    if (by.length >= neededOverrides(change)) overridden.push({ change, by });
    else unapproved.push(change);
  }
  return { reasons: explainTogether(unapproved, remedies), overridden };
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

/** One reason for all changes that lack the same: nobody reads forty of them. */
function explainTogether(
  changes: readonly GateChange[],
  remedies: Remedies,
): readonly GateReason[] {
  const groups = Map.groupBy(changes, ({ change, decision, pusherKnown }) =>
    JSON.stringify(change.kind === "direct-push" ? pusherKnown : decision),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = listed(group.map(nameChange).toSorted(inNumbers), { limit: 10 });
    return first.change.kind === "direct-push"
      ? explainPushes(names, first, remedies)
      : explainPullRequests(names, first, remedies);
  });
}

function inNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

const common = { origin: null, resolvesAtMs: null } as const;

function explainPushes(
  names: string,
  { pusherKnown }: GateChange,
  { changeManager, command }: Remedies,
): readonly GateReason[] {
  const how = `with ${command("override <reason>")} on its issue "Unauthorised change", or on any pull request that waits here`;
  return [
    {
      ...common,
      kind: "direct-push",
      missing: `${pusherKnown ? "a change-manager" : "two change-managers"} to answer for ${names}, pushed without a pull request`,
      whoCanResolve: pusherKnown
        ? `${capitalised(changeManager)} who did not write or push it can, ${how}.`
        : `It is not known who pushed it, so it takes two who did not write it: each ${changeManager}, ${how}.`,
    },
  ];
}

function explainPullRequests(
  names: string,
  { decision }: GateChange,
  { changeManager, command }: Remedies,
): readonly GateReason[] {
  if (decision === null) {
    return [
      {
        ...common,
        kind: "change",
        missing: `a change-manager to answer for ${names}, on which no decision is known`,
        whoCanResolve: `No policy controlled its branch, or Sluice was not there yet. ${capitalised(changeManager)} who had no hand in it can, with ${command("override <reason>")} there.`,
      },
    ];
  }
  const missing = decision.reasons.map((reason) => reason.missing);
  const rejected = decision.verdict === "rejected" ? "rejected: " : "";
  const lacks = missing.length > 0 ? ` (${rejected}${listed(missing, { limit: 3 })})` : "";
  const who = new Set(decision.reasons.map((reason) => reason.whoCanResolve));
  return [
    {
      ...common,
      kind: "change",
      missing: `${names} to be approved${lacks}`,
      whoCanResolve: [
        ...who,
        `It counts after the merge too: a review there, or ${command("approve")}.`,
      ].join(" "),
    },
  ];
}
