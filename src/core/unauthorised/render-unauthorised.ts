import type { Reason } from "#core/change/change-decision.ts";
import { renderFilesToApprove, shareReasons } from "#core/change/render-reasons.ts";
import { spellAsCode } from "#core/command/command-text.ts";
import type { DesiredIssue } from "#core/issue.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import { linkCommit, linkNumber, type RepositoryPages } from "#core/text/links.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { counted, formatMinute } from "#core/text/words.ts";
import { renderRemoval } from "./render-removal.ts";
import { renderUnauthorisedDeployment } from "./render-unauthorised-deployment.ts";
import type {
  PushedCommit,
  UnauthorisedChange,
  UnauthorisedMerge,
  UnauthorisedPush,
} from "./unauthorised-change.ts";

/** Longer lists are cut: nobody reads on, and an issue has its limit. */
const mostListed = 50;

/** By this line the issue about a commit is found again. */
function unauthorisedMarker(sha: string): string {
  return `<!-- sluice:unauthorised ${sha} -->`;
}

/**
 * The issue about an unauthorised change: what happened, who did it, what it lacked, what to do now.
 *
 * @param ledger the entry that records it
 */
export function renderUnauthorised(
  change: UnauthorisedChange,
  ledger: LedgerPosition,
  webUrl: string,
): DesiredIssue {
  const marker = unauthorisedMarker(change.sha);
  const pages = { repository: change.repository, webUrl };
  const { title, sections } = renderDeed(change, pages);
  const record = `This stays on record, whatever becomes of it: ledger entry ${ledger.seq}, ${asCode(ledger.hash)}.`;
  return {
    label: "unauthorised-change",
    marker,
    title: `Unauthorised change: ${title}`,
    body: [marker, ...sections, "---", record].join("\n\n"),
  };
}

function renderDeed(change: UnauthorisedChange, pages: RepositoryPages) {
  switch (change.kind) {
    case "merge":
      return renderMerge(change, pages);
    case "push":
      return renderPush(change, pages);
    case "deployment":
      return renderUnauthorisedDeployment(change, pages);
    case "protection-rule":
      return renderRemoval(change, pages);
  }
}

function renderMerge(change: UnauthorisedMerge, pages: RepositoryPages) {
  const { number, branch, by, sha, author, decision, mergedAtMs, commandPrefix } = change;
  const pull = linkNumber(pages, number);
  const who = by === null ? "Somebody" : asCode(`@${by.login}`);
  return {
    title: `#${number} was merged into ${asProse(branch)} without being approved`,
    sections: [
      `${who} merged ${pull} into ${asCode(branch)} on ${formatMinute(mergedAtMs)} UTC, as commit ${linkCommit(pages, sha)}. Its verdict was ${asCode(decision.verdict)}, its risk ${decision.level}.`,
      `> ${asProse(change.title)} (by ${asCode(`@${author.login}`)})`,
      `### What it lacked\n\n${renderLacks(decision.reasons)}`,
      `### What to do now

- **To keep it:** those named above look at it and comment ${spellAsCode("approve", commandPrefix)} on ${pull}, or a change-manager comments ${spellAsCode("override", commandPrefix, "<reason>")} there. Until then deployments that contain it wait.
- **To take it back:** comment ${spellAsCode("back-out", commandPrefix, "<reason>")} on ${pull}. That opens a pull request which reverts it.

Close this issue when one of the two is done.`,
    ],
  };
}

function renderLacks(reasons: readonly Reason[]): string {
  const items = shareReasons(reasons).map(({ missing, whoCanResolve, filesToApprove }) =>
    [
      `- **${asProse(missing)}.** ${asProse(whoCanResolve)}`,
      ...(filesToApprove === undefined
        ? []
        : [`It needs owners of ${renderFilesToApprove(filesToApprove)}.`]),
    ].join(" "),
  );
  return cut(items);
}

function renderPush(change: UnauthorisedPush, pages: RepositoryPages) {
  const { by, sha, commits, commandPrefix } = change;
  const who = by === null ? "Somebody" : asCode(`@${by.login}`);
  return {
    title: nameDeed(change),
    sections: [
      `${who} ${describeDeed(change)}. The branch was then at ${linkCommit(pages, sha)}.`,
      ...(commits.length === 0
        ? []
        : [
            `### What came without a pull request\n\n${cut(commits.map((commit) => renderCommit(commit, pages)))}`,
          ]),
      `### What to do now

- **To keep it:** ${commits.length === 0 ? "make sure that nothing is missing." : `read it as you would have reviewed it. Deployments that contain it wait until a change-manager who did not write or push it comments ${spellAsCode("override", commandPrefix, "<reason>")} here, or on a pull request that is deployed with it.`}
- **To take it back:** ${describeWayBack(change)}

Close this issue when one of the two is done.`,
    ],
  };
}

function renderCommit({ sha, subject, author }: PushedCommit, pages: RepositoryPages): string {
  const name = author.account === null ? asProse(author.name) : asCode(`@${author.account.login}`);
  return `- ${linkCommit(pages, sha)} ${asProse(subject)}, by ${name}`;
}

/** What happened, for the title. */
function nameDeed({ branch, commits, removed, beforeSha }: UnauthorisedPush): string {
  const name = asProse(branch);
  const brought = `${counted(commits.length, "commit")} ${commits.length === 1 ? "was" : "were"}`;
  if (beforeSha === null) return `${name} was made with ${counted(commits.length, "new commit")}`;
  if (removed === null) return `${name} was moved, and GitHub can't tell what changed`;
  if (removed === 0) return `${brought} pushed to ${name} without a pull request`;
  return `${name} was force-pushed, which took ${counted(removed, "commit")} off it`;
}

/** What happened, after the name of who did it. */
function describeDeed({ branch, commits, removed, beforeSha }: UnauthorisedPush): string {
  const name = asCode(branch);
  const some = counted(commits.length, "commit");
  if (beforeSha === null)
    return `made the branch ${name} with ${some} that no pull request brought`;
  const from = `It was at ${asCode(beforeSha.slice(0, 7))} before`;
  if (removed === null) return `moved ${name}, and GitHub can't tell what that changed. ${from}`;
  if (removed === 0) return `pushed ${some} to ${name} without a pull request`;
  const took = `force-pushed ${name}, which took ${counted(removed, "commit")} off it`;
  return `${took}${commits.length === 0 ? "" : ` and brought ${some} without a pull request`}. ${from}`;
}

function describeWayBack({ removed, beforeSha }: UnauthorisedPush): string {
  return removed === 0 || beforeSha === null
    ? "open a pull request that reverts it."
    : `bring the branch back to ${asCode(beforeSha)}. GitHub keeps that commit for a while.`;
}

function cut(items: readonly string[]): string {
  const shown = items.slice(0, mostListed);
  const left = items.length - shown.length;
  return [...shown, ...(left > 0 ? [`- and ${left} more`] : [])].join("\n");
}
