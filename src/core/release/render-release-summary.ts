import { riskLevels } from "#core/risk/level.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { capitalised, counted, listed, shortSha } from "#core/text/words.ts";
import type { ReleaseChange, ReleaseDecision } from "./release-decision.ts";

/** The release in numbers: one paragraph. */
export function renderReleaseSummary(decision: ReleaseDecision): string {
  const { sections, shipped, cancelled, ledgerHead } = decision;
  const news = sections.flatMap(({ changes }) => changes);
  const sentences = [
    countChanges(decision, news),
    ...(news.length === 0 ? [] : [countRisk(news)]),
    ...(ledgerHead === null ? [] : countApprovals(news)),
    ...(ledgerHead === null || news.length === 0 ? [] : [judgeApprovals(decision)]),
    ...(shipped.length === 0
      ? []
      : [
          `${capitalised(counted(shipped.length, "more change"))} had shipped in another line before.`,
        ]),
    ...(cancelled.length === 0
      ? []
      : [
          `${counted(cancelled.length, "revert")} ${cancelled.length === 1 ? "cancels" : "cancel"} what came before in the same release.`,
        ]),
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** Which release this one is compared with, and why. */
export function renderBaseline({
  tag,
  movedFromSha,
  baseline,
  baselineIsAncestor,
  missing,
  component,
}: ReleaseDecision): string {
  const sentences = [
    baseline.kind === "first-release"
      ? `The first release: ${asProse(baseline.because)}. Everything up to ${asCode(tag.name)} is listed.`
      : `Compared with ${asCode(baseline.tag.name)}, ${asProse(baseline.because)}.`,
    ...(baseline.kind === "chosen" && !baselineIsAncestor
      ? [describeParting(asCode(baseline.tag.name), asCode(tag.name), missing)]
      : []),
    ...(component === null ? [] : [describeComponent(component)]),
    ...(movedFromSha === null
      ? []
      : [
          `**The tag was moved** from ${asCode(shortSha(movedFromSha))} to ${asCode(shortSha(tag.commitSha))}: these notes are of where it is now.`,
        ]),
    ...(baseline.warning === null ? [] : [`**${asProse(baseline.warning)}**`]),
  ];
  return sentences.join(" ");
}

function describeParting(
  baseline: string,
  tag: string,
  missing: ReleaseDecision["missing"],
): string {
  const parted = `${baseline} is not an ancestor of ${tag}: the two lines have parted`;
  if (missing === null) return `${parted}, and what only the former has is not in this release.`;
  if (missing.length === 0) return `${parted}. All that the former brought is in this release too.`;
  return `${parted}. **${baseline} has ${counted(missing.length, "change")} that this release has not**, listed below.`;
}

function describeComponent({ name, paths }: NonNullable<ReleaseDecision["component"]>): string {
  return paths === null
    ? `The tag names the component ${asCode(name)}, but no policy says which paths are its own: changes of the whole repository are listed.`
    : `Only changes that touch the component ${asCode(name)} (${listed(paths.map(asCode))}) are listed.`;
}

function countChanges(
  { baseline, commitCount, changedFiles, shipped, cancelled }: ReleaseDecision,
  news: readonly ReleaseChange[],
): string {
  const since = baseline.kind === "chosen" ? ` since ${asCode(baseline.tag.name)}` : "";
  if (news.length === 0) {
    return shipped.length + cancelled.length === 0
      ? `Nothing changed${since}.`
      : `Nothing new${since}.`;
  }
  const pulls = news.filter(({ change }) => change.kind === "pull-request").length;
  const pushes = news.length - pulls;
  const kinds = [
    ...(pulls > 0 ? [counted(pulls, "pull request")] : []),
    ...(pushes > 0
      ? [counted(pushes, "commit without a pull request", "commits without a pull request")]
      : []),
  ];
  const size = [
    counted(commitCount, "commit"),
    ...(changedFiles === null ? [] : [counted(changedFiles, "file")]),
  ];
  return `${counted(news.length, "change")}${since}: ${listed(kinds)}. In all ${listed(size)}.`;
}

function countRisk(news: readonly ReleaseChange[]): string {
  const counts = riskLevels
    .toReversed()
    .map((level) => ({ level, count: news.filter((one) => one.level === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count.toLocaleString("en-GB")} ${level}`);
  const unknown = news.filter(({ level }) => level === null).length;
  if (unknown > 0) counts.push(`${unknown.toLocaleString("en-GB")} not assessed`);
  return `Risk: ${listed(counts)}.`;
}

/** Types and approvals, where the ledger tells them. */
function countApprovals(news: readonly ReleaseChange[]): readonly string[] {
  const evidences = news.flatMap(({ approval }) =>
    approval.kind === "unknown" || approval.evidence === null ? [] : [approval.evidence],
  );
  if (evidences.length === 0) return [];
  const types = (["standard", "normal", "emergency"] as const)
    .map((type) => ({
      type,
      count: evidences.filter(({ decision }) => decision?.type === type).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ type, count }) => `${count.toLocaleString("en-GB")} ${type}`);
  const approvals = evidences.flatMap((one) => one.approvals);
  const people = new Set(approvals.map(({ by }) => by.id)).size;
  return [
    `Type: ${listed(types)}.`,
    approvals.length === 0
      ? "No approval was given or asked."
      : `${counted(approvals.length, "approval")} by ${counted(people, "person", "people")}.`,
  ];
}

/** Whether everything came in as the policy asks; a change can be an emergency and overridden. */
function judgeApprovals({ unapproved, exceptional }: ReleaseDecision): string {
  if (unapproved.length > 0) {
    return `**${counted(unapproved.length, "change")} arrived without approval.**`;
  }
  if (exceptional.length === 0) return "Every change was approved as its policy asks.";
  return `**${capitalised(counted(exceptional.length, "change"))} came as an emergency or by override**; every other was approved as its policy asks.`;
}
