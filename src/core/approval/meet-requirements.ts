import { isSameAccount } from "#core/change/account.ts";
import type { ApprovalStatus, RequirementStatus } from "#core/change/change-decision.ts";
import type { Account } from "#core/change/facts.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import type { OwnedFile } from "#core/code-owners/match-owners.ts";
import { type ResolvedPrincipal, resolvePrincipals } from "#core/policy/role.ts";
import type { Policy } from "#core/policy/schema.ts";
import { assignApprovers, type Cover, meetsDemand } from "./assign-approvers.ts";
import { isEligible, isOwner } from "./eligibility.ts";
import { type Circumstances, findObstacle } from "./obstacles.ts";
import type { AskedRequirement } from "./requirements.ts";

/** Why an approval that is good in itself does not count: this policy asks others. */
export const namedByNone = "approved, but no requirement names them";

/**
 * How far one policy's requirements are met by the approvals, and which approvals it counts: one by somebody whom no
 * requirement names is refused here.
 */
export function meetRequirements(
  policy: Pick<Policy, "roles" | "approvers">,
  asked: readonly AskedRequirement[],
  approvals: readonly ApprovalStatus[],
  eligibility: Eligibility,
  circumstances: Circumstances,
): {
  readonly requirements: readonly RequirementStatus[];
  readonly approvals: readonly ApprovalStatus[];
} {
  const approvers = approvals.filter(({ counts }) => counts).map(({ approver }) => approver);
  const named = asked.map((requirement) => {
    const from = resolvePrincipals(policy, requirement.requirement.from);
    return { ...requirement, from, ...findEligible(approvers, from, eligibility, circumstances) };
  });
  const demands = named.map(({ requirement: { count }, eligible, cover }) => {
    return { count, eligible, cover };
  });
  const assigned = assignApprovers(demands, policy.approvers);
  const requirements = named.map(({ eligible: _, cover, ...status }, index): RequirementStatus => {
    const people = assigned[index] ?? [];
    const { count } = status.requirement;
    const isEnough = meetsDemand({ count, cover }, people);
    const progress = {
      approvedBy: people.flatMap((approver) => approvers[approver] ?? []),
      missing: Math.max(count - people.length, isEnough ? 0 : 1),
      filesToApprove: cover === null || isEnough ? [] : findOpenFiles(cover, people),
    };
    const obstacle = findObstacle({ ...status, ...progress }, circumstances);
    return { ...status, ...progress, obstacle };
  });
  const isNamed = (account: Account) =>
    named.some(({ eligible }) =>
      eligible.some((index) => isSameAccount(approvers[index] ?? account, account)),
    );
  return {
    requirements,
    approvals: approvals.map((approval) =>
      approval.counts && asked.length > 0 && !isNamed(approval.approver)
        ? { ...approval, counts: false, isKept: false, refusal: namedByNone }
        : approval,
    ),
  };
}

/** What owners must cover, with the files behind each group. */
type FileCover = Cover & { readonly files: readonly (readonly OwnedFile[])[] };

/** The approvers (by index) whom one of the principals names now, and what the owners among them must cover. */
function findEligible(
  approvers: readonly Account[],
  from: readonly ResolvedPrincipal[],
  eligibility: Eligibility,
  { ownership }: Circumstances,
): { readonly eligible: readonly number[]; readonly cover: FileCover | null } {
  const standing = from.filter((principal) => principal.kind !== "code-owners");
  const others = indicesOf(approvers, (approver) =>
    standing.some((principal) => isEligible(principal, approver, eligibility)),
  );
  if (standing.length === from.length) return { eligible: others, cover: null };
  const files = ownership.kind === "owned" ? ownership.files : [];
  const ownersOf = ({ owners }: OwnedFile) =>
    indicesOf(approvers, (approver) => isOwner(owners, approver, eligibility));
  const byOwners = Map.groupBy(files, (file) => ownersOf(file).join());
  const grouped = [...byOwners.values()];
  const groups = grouped.map(([first]) => (first === undefined ? [] : ownersOf(first)));
  const owners = groups.flat();
  return {
    eligible: [...approvers.keys()].filter((at) => others.includes(at) || owners.includes(at)),
    cover: { groups, files: grouped, others },
  };
}

function indicesOf(
  approvers: readonly Account[],
  matches: (approver: Account) => boolean,
): readonly number[] {
  return [...approvers.entries()].flatMap(([index, approver]) => (matches(approver) ? index : []));
}

/** The files that none of the people cover; all of them where each is covered and more owners are needed. */
function findOpenFiles({ groups, files }: FileCover, people: readonly number[]) {
  const uncovered = files.filter(
    (_, index) => !groups[index]?.some((person) => people.includes(person)),
  );
  return (uncovered.length > 0 ? uncovered : files)
    .flat()
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether a requirement is met: nothing is missing, and nothing stands in the way. */
export function isMet({ missing, obstacle }: RequirementStatus): boolean {
  return missing === 0 && obstacle === null;
}
