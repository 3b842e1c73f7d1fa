import { isMet, namedByNone } from "#core/approval/meet-requirements.ts";
import { describeFilesToApprove, describeFrom } from "#core/approval/requirement-words.ts";
import { isSameAccount } from "#core/change/account.ts";
import { asCode, asProse, table } from "#core/text/markdown.ts";
import { capitalised, counted, listed, shortSha } from "#core/text/words.ts";
import type {
  ApprovalStatus,
  ChangeDecision,
  PolicyDecision,
  RequirementStatus,
} from "./change-decision.ts";
import type { Account } from "./facts.ts";
import { renderFilesToApprove } from "./render-reasons.ts";

/** Who has to approve, and who did: one row for each requirement of each policy. Empty when nothing is asked. */
export function renderRequirements(decision: ChangeDecision): string {
  const named = decision.policies.length > 1;
  const rows = decision.policies.flatMap((policy) =>
    policy.requirements.map((status) => [
      ...(named ? [namePolicy(policy, decision)] : []),
      asProse(nameRequirement(status)),
      asProse(describeFrom(status)),
      renderState(status, policy.approvals, decision),
    ]),
  );
  if (rows.length === 0) return "";
  const headings = [...(named ? ["Policy"] : []), "Asked", "Who can approve", "State"];
  return `### Requirements\n\n${table(headings, rows)}`;
}

function namePolicy({ origin, mode }: PolicyDecision, decision: ChangeDecision): string {
  const onlyObserves = mode === "observe" && decision.mode === "enforce";
  return capitalised(origin) + (onlyObserves ? " (only observes)" : "");
}

function nameRequirement({ requirement, label, because }: RequirementStatus): string {
  const name = label === null ? "" : `: ${label}`;
  const reason = because === label ? "" : ` (${because})`;
  return `${counted(requirement.count, "approval")}${name}${reason}`;
}

function renderState(
  status: RequirementStatus,
  approvals: readonly ApprovalStatus[],
  { override }: Pick<ChangeDecision, "override">,
): string {
  const given = status.approvedBy.map((account) => {
    const approval = approvals.find(({ approver }) => isSameAccount(approver, account));
    const commit = asCode(shortSha(approval?.commitSha ?? "unknown"));
    const means = approval === undefined ? "" : ` by ${approval.means}`;
    const since = approval?.isKept ? " (the diff is identical since)" : "";
    return `${asCode(`@${account.login}`)} approved ${commit}${means}${since}`;
  });
  if (isMet(status)) return `met: ${listed(given)}`;
  const open = [
    ...(status.missing > 0 ? [`**${status.missing} missing**`] : []),
    ...(status.filesToApprove.length > 0
      ? [
          `waits for owners of ${renderFilesToApprove(describeFilesToApprove(status.filesToApprove))}`,
        ]
      : []),
    ...(status.obstacle === null ? [] : [asProse(status.obstacle.text)]),
    ...(override === null ? [] : [`overridden by ${asCode(`@${override.by.login}`)}`]),
  ];
  return [...given, ...open].join("; ");
}

/**
 * The reviews that no requirement uses, each with why not and what would work. Empty when there are none. An approval that one policy
 * uses is listed for the other only where that one refuses it.
 */
export function renderOtherReviews(decision: ChangeDecision): string {
  const asking = decision.policies.filter(({ requirements }) => requirements.length > 0);
  const lines = asking.flatMap((policy) =>
    policy.approvals.flatMap(({ approver, counts, refusal }) => {
      if (uses(policy, approver)) return [];
      const refused = !counts && refusal !== namedByNone;
      if (!refused && asking.some((other) => uses(other, approver))) return [];
      const why = asProse(explainUnused({ refusal }));
      return [{ origin: policy.origin, text: `${asCode(`@${approver.login}`)} ${why}` }];
    }),
  );
  const texts = [...new Set(lines.map(({ text }) => text))];
  if (texts.length === 0) return "";
  const items = texts.map((text) => {
    const origins = lines.filter((line) => line.text === text).map(({ origin }) => origin);
    const origin = origins.length < asking.length ? ` (${origins[0]}'s policy)` : "";
    return `- ${text}${origin}`;
  });
  const isReview = asking.every(({ approvals }) =>
    approvals.every(({ means }) => means === "review"),
  );
  const what = isReview ? "Reviews" : "Reviews and commands";
  return `### ${what} that do not count\n\n${items.join("\n")}`;
}

/** Completes "@login …": why no requirement uses a review. */
export function explainUnused({ refusal }: Pick<ApprovalStatus, "refusal">): string {
  return refusal ?? "approved, but every requirement that names them is met already";
}

/** Whether a requirement of the policy is met with this person's approval. */
export function uses({ requirements }: PolicyDecision, approver: Account): boolean {
  return requirements.some(({ approvedBy }) =>
    approvedBy.some((account) => isSameAccount(account, approver)),
  );
}
