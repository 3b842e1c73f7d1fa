import { type RiskLevel, riskLevels } from "#core/risk/level.ts";
import { listed } from "#core/text/words.ts";
import { type SectionName, sectionNames } from "./classify-change.ts";
import type { ReleaseChange, ReleaseDecision } from "./release-decision.ts";

/** How much of the notes is spelt out. */
export type DraftDetail = {
  /** Lists beside the news: contributors, what shipped before, reverted pairs. */
  readonly sideLists: "full" | "short";
  /** Groups of which only numbers and approvers are left: `low Fixes`. */
  readonly grouped: ReadonlySet<string>;
  readonly unapproved: "full" | "short";
  /** Characters of a title; 0: none. */
  readonly titleLimit: number;
};

/** People that a short list names. */
export const mostPeople = 50;

/** The levels whose changes may lose their lines, mildest first. High and critical ones never do. */
const groupedLevels: readonly RiskLevel[] = ["low", "medium"];

/** What is left when nothing else would fit. */
export const leastDetail: DraftDetail = {
  sideLists: "short",
  grouped: new Set(
    groupedLevels.flatMap((level) => sectionNames.map((name) => groupName(level, name))),
  ),
  unapproved: "short",
  titleLimit: 0,
};

const everything: DraftDetail = {
  sideLists: "full",
  grouped: new Set(),
  unapproved: "full",
  titleLimit: 300,
};

/**
 * Every detail that notes may have, the fullest first: the side lists give way, then low-risk changes, the last sections first,
 * then medium ones, then the titles of all. Approvers, and changes of high or unknown risk, keep their place.
 */
export function detailsByLength(): readonly DraftDetail[] {
  const details = [everything];
  let last: DraftDetail = { ...everything, sideLists: "short" };
  details.push(last);
  for (const level of groupedLevels) {
    for (const name of sectionNames.toReversed()) {
      last = { ...last, grouped: new Set([...last.grouped, groupName(level, name)]) };
      details.push(last);
    }
  }
  last = { ...last, unapproved: "short" };
  details.push(last, { ...last, titleLimit: 60 }, leastDetail);
  return details;
}

/** Whether a change has no line of its own. */
export function isGrouped({ level, section, approval }: ReleaseChange, { grouped }: DraftDetail) {
  return level !== null && approval.kind !== "unapproved" && grouped.has(groupName(level, section));
}

/** What a detail leaves out of these notes, for people; empty when it leaves out nothing. */
export function describeCuts(
  { sections, shipped, cancelled, contributors, unapproved }: ReleaseDecision,
  detail: DraftDetail,
): string {
  const cuts = riskLevels.flatMap((level) => {
    const names = sections
      .filter(({ changes }) => changes.some((one) => one.level === level && isGrouped(one, detail)))
      .map(({ name }) => name);
    if (names.length === 0) return [];
    return [`${level}-risk changes in ${listed(names)} are listed by number and approver`];
  });
  if (detail.sideLists === "short") {
    if (shipped.length + cancelled.length > 0) {
      cuts.push("what shipped before or was reverted is listed by number");
    }
    if (contributors.length > mostPeople) cuts.push("not all contributors are named");
  }
  if (detail.unapproved === "short" && unapproved.length > 0) {
    cuts.push("what arrived without approval is listed by number");
  }
  if (detail.titleLimit === 0) cuts.push("titles are left out");
  else if (detail.titleLimit < everything.titleLimit) cuts.push("titles are cut");
  return cuts.join("; ");
}

function groupName(level: RiskLevel, section: SectionName): string {
  return `${level} ${section}`;
}
