import { formatRepository } from "#core/key.ts";
import { policyPath } from "#core/policy/policy-source.ts";
import { asCode } from "#core/text/markdown.ts";
import { shortSha } from "#core/text/words.ts";
import type { ChangeAction, DesiredCheckRun } from "./change-action.ts";
import type { NotControlled } from "./change-decision.ts";
import type { ObservedChange, WrittenChange, WrittenCheckRun } from "./observed-change.ts";
import { planCheckRun } from "./plan-actions.ts";
import { commentMarker } from "./render-comment.ts";

const title = "No policy controls this branch any more: waits for an administrator";

/**
 * What is written on a change that was held, and that no policy controls any more: nobody could tell why its check waits. The check stays as
 * closed as it was. A policy that is out of sight, by a lost right or by a deleted file, must not open what it held.
 */
export function planUncontrolled(
  observed: ObservedChange,
  { because }: NotControlled,
  { checkRun: standing, comment }: WrittenChange,
): readonly ChangeAction[] {
  if (because === "not-open" || standing === null) return [];
  const closed = closedState(standing);
  const isSaid = standing.title === title && !standing.isRerequested;
  if (closed === null || isSaid) return [];
  const checkRun: DesiredCheckRun = {
    ...{ name: standing.name, headSha: observed.headSha, ...closed, title },
    externalId: standing.externalId ?? "",
    summary: renderSummary(observed, because, standing.name),
    annotations: [],
    buttons: [],
  };
  const body = `${commentMarker}\n\n**No policy controls this branch any more.** The check says what an administrator can do.`;
  return [
    ...planCheckRun(checkRun, standing),
    ...(comment === null
      ? []
      : [{ kind: "update-comment", nodeId: comment.nodeId, body } as const]),
  ];
}

/** A check that holds nothing is left alone; one that GitHub or somebody else ended, too. */
function closedState({
  status,
  conclusion,
}: WrittenCheckRun): Pick<DesiredCheckRun, "status" | "conclusion"> | null {
  if (status !== "completed") return { status: "in_progress", conclusion: null };
  return conclusion === "failure" ? { status, conclusion } : null;
}

function renderSummary(
  { repository, facts, baseSha }: ObservedChange,
  because: "no-policy" | "branch",
  checkName: string,
): string {
  const branch = asCode(facts.baseBranch);
  const file = asCode(policyPath);
  const here = asCode(formatRepository(repository));
  const organisations = asCode(`${repository.owner}/.github`);
  const found = {
    "no-policy": `neither ${here} nor ${organisations} has a ${file} that Sluice can read`,
    branch: "the policies that there are do not name it among their branches",
  };
  return `This change was held by a policy. As of commit ${asCode(shortSha(baseSha))} of ${branch} none controls it: ${found[because]}.

The check stays closed. A policy that is merely out of sight must not let through what it held.

### What to do

- **If change control is to end here:** an administrator takes ${asCode(checkName)} off the required checks of ${branch}, in the ruleset or the branch protection.
- **If it is to go on:** bring back the policy, or the branch's name in it. Where the organisation's policy is missing, see to it that Sluice is installed on ${organisations}. The change is then decided anew, and approvals of this commit still count.`;
}
