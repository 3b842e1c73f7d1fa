import type { Account } from "#core/change/facts.ts";
import type { MergedApproval } from "#core/change-set/merged-change.ts";
import { type RiskLevel, riskLevels } from "#core/risk/level.ts";
import { asCode, asProse, folded } from "#core/text/markdown.ts";
import { clipped, counted, listed, shortSha } from "#core/text/words.ts";
import { isBranchMerge, quietSections } from "./classify-change.ts";
import { type DraftDetail, isGrouped } from "./draft-detail.ts";
import type { ChangeEvidence } from "./observed-release.ts";
import type { ReleaseChange, ReleaseDecision } from "./release-decision.ts";
import { nameChange, type ReleasePlace } from "./release-place.ts";

/** So many changes of a quiet section stand open. */
const mostOpen = 10;

/** A section: its heading and its changes. Of a quiet one that is long, only what is risky or not approved stands open. */
export function renderSection(
  { name, changes }: ReleaseDecision["sections"][number],
  detail: DraftDetail,
  place: ReleasePlace,
): string {
  const isLong = quietSections.has(name) && changes.length > mostOpen;
  const [open, quiet] = isLong
    ? [changes.filter(isLoud), changes.filter((c) => !isLoud(c))]
    : [changes, []];
  const title = open.length > 0 ? `${quiet.length} more` : counted(quiet.length, "change");
  return [
    `### ${name}`,
    ...(open.length > 0 ? [renderChanges(open, detail, place)] : []),
    ...(quiet.length > 0 ? [folded(title, renderChanges(quiet, detail, place))] : []),
  ].join("\n\n");
}

function isLoud({ change, level, approval }: ReleaseChange): boolean {
  const isRisky = level === "high" || level === "critical";
  return approval.kind === "unapproved" || (isRisky && !isBranchMerge(change));
}

/** A section's changes: a line each, then what is told in groups only. */
function renderChanges(
  changes: readonly ReleaseChange[],
  detail: DraftDetail,
  place: ReleasePlace,
): string {
  const lines = changes
    .filter((change) => !isGrouped(change, detail))
    .map((change) => renderChange(change, detail, place));
  const groups = riskLevels.toReversed().flatMap((level) => {
    const group = changes.filter((one) => one.level === level && isGrouped(one, detail));
    return group.length === 0 ? [] : [renderGroup(level, group, place)];
  });
  return [...lines, ...groups].join("\n");
}

/** One change: what, by whom, how risky, approved by whom on which commit. */
function renderChange(change: ReleaseChange, detail: DraftDetail, place: ReleasePlace): string {
  const evidence = describeEvidence(change);
  const head = `- ${titleAndName(change, detail.titleLimit, place)}${evidence === "" ? "" : `: ${evidence}`}`;
  if (change.breakingNote === null || detail.titleLimit === 0) return head;
  return `${head}\n  - Breaking: ${asProse(clipped(change.breakingNote, detail.titleLimit))}`;
}

/** `**api:** add paging (#12 by alice)`; without a title `#12 by alice`. */
export function titleAndName(
  { change, scope, subject }: Pick<ReleaseChange, "change" | "scope" | "subject">,
  titleLimit: number,
  place: ReleasePlace,
): string {
  const author =
    change.kind === "pull-request"
      ? change.pullRequest.author.login
      : (change.commit.author.account?.login ?? change.commit.author.name);
  const name = `${nameChange(change, place)} by ${asProse(author)}`;
  if (titleLimit === 0) return name;
  const prefix = scope === null ? "" : `**${asProse(scope)}:** `;
  return `${prefix}${asProse(clipped(subject, titleLimit))} (${name})`;
}

/** Risk, type and approvals in words; empty where all that could be said is that nothing stands out. */
export function describeEvidence({ level, approval }: ReleaseChange): string {
  switch (approval.kind) {
    case "unknown":
      return level === null || level === "low" ? "" : nameRisk(level);
    case "unapproved":
      // Why is told where everything is listed that arrived without approval.
      return [...(level === null ? [] : [nameRisk(level)]), "**not approved**"].join(", ");
    case "approved": {
      const { evidence } = approval;
      const type = evidence.decision?.type ?? "normal";
      const words = [
        ...(type === "normal" ? [] : [type]),
        ...(level === null ? [] : [nameRisk(level)]),
        describeApprovals(evidence),
      ];
      return words.join(", ");
    }
  }
}

function nameRisk(level: RiskLevel): string {
  return level === "high" || level === "critical" ? `**${level}** risk` : `${level} risk`;
}

function describeApprovals({ approvals, exceptions }: ChangeEvidence): string {
  const override = exceptions.find(({ kind }) => kind === "override");
  const overridden = override === undefined ? [] : [`override by ${asProse(override.by.login)}`];
  if (approvals.length === 0) return overridden[0] ?? "no approval asked";
  const byCommit = Map.groupBy(approvals, ({ commitSha }) => commitSha);
  const approved = [...byCommit].map(
    ([sha, given]) =>
      `${listed(given.map(({ by }) => asProse(by.login)))} on ${asCode(shortSha(sha))}`,
  );
  return [...overridden, `approved by ${listed(approved)}`].join(", ");
}

/** Many changes as one item: how many, which, and whose approvals let them in. */
function renderGroup(
  level: RiskLevel,
  changes: readonly ReleaseChange[],
  place: ReleasePlace,
): string {
  const names = changes.map(({ change }) => nameChange(change, place)).join(", ");
  const evidences = changes.flatMap(({ approval }) =>
    approval.kind === "approved" ? [approval.evidence] : [],
  );
  const approvals = countByPerson(evidences.flatMap((one) => one.approvals));
  const unasked = evidences.filter((one) => one.approvals.length === 0).length;
  const ends = [
    ...(approvals.length > 0 ? [`approved by ${listed(approvals)}`] : []),
    ...(unasked > 0 ? [`no approval asked of ${unasked.toLocaleString("en-GB")}`] : []),
  ];
  const end = ends.length === 0 ? "" : `; ${ends.join(", ")}`;
  return `- ${counted(changes.length, `${level}-risk change`)}: ${names}${end}`;
}

/** `alice (12)`: who gave most comes first. */
function countByPerson(approvals: readonly MergedApproval[]): readonly string[] {
  const counts = new Map<number, { readonly by: Account; count: number }>();
  for (const { by } of approvals) {
    const known = counts.get(by.id);
    if (known === undefined) counts.set(by.id, { by, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count || (a.by.login < b.by.login ? -1 : 1))
    .map(({ by, count }) => `${asProse(by.login)} (${count})`);
}
