import { isMet, meetRequirements } from "#core/approval/meet-requirements.ts";
import { describeFrom, describeMissing, describeRole } from "#core/approval/requirement-words.ts";
import { holdsRole } from "#core/approval/role-holders.ts";
import { isPerson, isSameAccount } from "#core/change/account.ts";
import type { ApprovalStatus, RequirementStatus } from "#core/change/change-decision.ts";
import type { Remedies } from "#core/change/remedies.ts";
import type { EnvironmentRule } from "#core/policy/environment-names.ts";
import { capitalised, shortSha } from "#core/text/words.ts";
import type { DeploymentKind, GateReason } from "./gate-decision.ts";
import type { GatePolicy } from "./gate-policies.ts";
import type { ObservedGate } from "./observed-gate.ts";

/** How `/release` is given for this gate, see {@link describeReleaseCommand}. */
type ReleaseCommand = string;

type Unplaced = Omit<GateReason, "origin">;

/** How far the approvals of the deployment itself meet what these rules of one policy ask. */
export function meetDeploymentRequirements(
  { policy }: GatePolicy,
  rules: readonly EnvironmentRule[],
  observed: ObservedGate,
): readonly RequirementStatus[] {
  const asked = rules
    .flatMap(({ approvals }) => approvals)
    .map((requirement) => ({
      requirement,
      because: observed.environment,
      label: requirement.name ?? null,
    }));
  const approvals = findApprovals(observed);
  return meetRequirements(policy, asked, approvals, observed.eligibility, {
    level: "low",
    lastPusherKnown: true,
    // Each change has been approved by somebody independent of it: who then says "now" may have written one of them.
    involvements: [],
    mayNotBe: [],
    ownership: {
      kind: "not-owned",
      because: "a deployment has no files whose owners could be asked",
      whoCanResolve: "Whoever keeps the policy can name a team in place of code-owners.",
    },
  }).requirements;
}

/** Those of people for this very commit, each person once. */
function findApprovals({ approvals, sha }: ObservedGate): readonly ApprovalStatus[] {
  const given: ApprovalStatus[] = [];
  for (const { by, sha: commitSha } of approvals) {
    const isKnown = given.some(({ approver }) => isSameAccount(approver, by));
    if (commitSha !== sha || !isPerson(by) || isKnown) continue;
    const kept = { counts: true, isKept: false, refusal: null } as const;
    given.push({ approver: by, commitSha, means: "command", ...kept });
  }
  return given;
}

/** What is missing of the deployment's own approvals, and who can give it. */
export function explainDeploymentRequirements(
  requirements: readonly RequirementStatus[],
  command: ReleaseCommand,
): readonly Unplaced[] {
  return requirements
    .filter((status) => !isMet(status))
    .map((status) => ({
      kind: "approvals",
      missing: `${describeMissing(status)} for the deployment itself`,
      whoCanResolve: describeApprovers(status, command),
      resolvesAtMs: null,
    }));
}

function describeApprovers(status: RequirementStatus, command: ReleaseCommand): string {
  switch (status.obstacle?.kind) {
    case "no-code-owner":
      return `${capitalised(status.obstacle.text)}. ${status.obstacle.whoCanResolve}`;
    case "everybody-named-involved":
      return "The policy asks more people than it names. Whoever keeps it can name more, or a team.";
    case "last-pusher-unknown":
    case undefined:
      return `${capitalised(describeFrom(status))} can give it, with ${command}.`;
  }
}

/**
 * Why a release-manager has to accept the commit first: nothing is known to run there that it could be compared with, or it goes back
 * to what never ran there. Empty when it is not so, or one has.
 */
export function explainAcceptance(
  { policy }: GatePolicy,
  rules: readonly EnvironmentRule[],
  {
    deployment,
    observed,
  }: { readonly deployment: DeploymentKind; readonly observed: ObservedGate },
  command: ReleaseCommand,
): readonly Unplaced[] {
  const because = describeUnknownGround(deployment, observed);
  if (because === null || !rules.some((rule) => rule.firstDeployment === "hold")) return [];
  const isAccepted = findApprovals(observed).some(({ approver }) =>
    holdsRole("release-manager", approver, [policy], observed.eligibility),
  );
  if (isAccepted) return [];
  return [
    {
      kind: "acceptance",
      missing: `a release-manager to accept ${shortSha(observed.sha)}: ${because}`,
      whoCanResolve: `${capitalised(describeRole([policy], "release-manager"))} can, with ${command}.`,
      resolvesAtMs: null,
    },
  ];
}

function describeUnknownGround(
  deployment: DeploymentKind,
  { baseline, environment }: ObservedGate,
): string | null {
  if (deployment === "backward") {
    return `it is older than what runs in ${environment}, and never succeeded there`;
  }
  if (deployment !== "first") return null;
  return baseline.kind === "gone"
    ? `${shortSha(baseline.sha)}, which succeeded last in ${environment}, is not there any more to compare with`
    : `nothing that Sluice released has succeeded in ${environment} yet, so it is not known what this brings`;
}

/** "`/release production` on any pull request that this deployment contains". */
export function describeReleaseCommand(
  { environment }: Pick<ObservedGate, "environment">,
  { command }: Remedies,
): ReleaseCommand {
  return `${command(`release ${environment}`)} on any pull request that this deployment contains`;
}
