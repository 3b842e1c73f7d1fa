import { fitSections } from "#core/text/fit-sections.ts";
import { asCode } from "#core/text/markdown.ts";
import { type DraftDetail, describeCuts, detailsByLength, leastDetail } from "./draft-detail.ts";
import type { ReleaseDecision } from "./release-decision.ts";
import { linkComparison, type ReleasePlace } from "./release-place.ts";
import { renderExceptions, renderMissing, renderUnapproved } from "./render-attention.ts";
import { renderSection } from "./render-changes.ts";
import { renderBaseline, renderReleaseSummary } from "./render-release-summary.ts";
import {
  renderCancelled,
  renderContributors,
  renderMigrations,
  renderRollbacks,
  renderShipped,
} from "./render-side-lists.ts";

/** What GitHub takes as a release's body: https://docs.github.com/en/rest/releases/releases. Counted in bytes, to be sure. */
export const longestBody = 125_000;

/**
 * The notes in Markdown, without markers, of at most `limit` bytes; everything foreign in them is escaped.
 *
 * Past the limit low-risk changes give up their lines first; high and critical ones, those that nobody assessed, and approvers
 * stay. What was cut is said. Only when even that is too much, the text ends early and says so.
 */
export function renderNotes(
  decision: ReleaseDecision,
  place: ReleasePlace,
  limit = longestBody,
): string {
  const details = detailsByLength();
  let fitting: string | null = null;
  // Each detail is shorter than the one before, or nearly so. Halving finds the first that fits; most notes fit whole.
  let [tooLong, shortEnough] = [-1, details.length];
  for (let probe = 0; shortEnough - tooLong > 1; probe = (tooLong + shortEnough) >> 1) {
    const text = joined(renderAll(decision, details[probe] ?? leastDetail, place));
    if (Buffer.byteLength(text, "utf8") > limit) tooLong = probe;
    else [shortEnough, fitting] = [probe, text];
  }
  if (fitting !== null) return fitting;
  const least = renderAll(decision, leastDetail, place);
  return fitSections(
    least.map((markdown) => ({ markdown, standIn: null })),
    limit,
  );
}

function renderAll(
  decision: ReleaseDecision,
  detail: DraftDetail,
  place: ReleasePlace,
): readonly string[] {
  const cuts = describeCuts(decision, detail);
  return [
    renderReleaseSummary(decision),
    renderBaseline(decision),
    cuts === "" ? "" : `_Shortened to what GitHub takes: ${cuts}._`,
    renderExceptions(decision, place),
    renderUnapproved(decision, detail, place),
    renderMissing(decision, detail, place),
    ...decision.sections.map((section) => renderSection(section, detail, place)),
    renderShipped(decision, detail, place),
    renderCancelled(decision, detail, place),
    renderMigrations(decision, place),
    renderRollbacks(decision, place),
    renderContributors(decision, detail, place),
    renderRecord(decision, place),
  ];
}

/** Where to look further: the comparison, and the ledger's head when this was written. */
function renderRecord({ tag, baseline, ledgerHead }: ReleaseDecision, place: ReleasePlace): string {
  const comparison =
    baseline.kind === "chosen" ? linkComparison(baseline.tag.name, tag.name, place) : "";
  const lines = [
    ...(comparison === "" ? [] : [`All changes: ${comparison}.`]),
    ...(ledgerHead === null
      ? []
      : [`Ledger entry ${ledgerHead.seq}, ledger head ${asCode(ledgerHead.hash)}.`]),
  ];
  return lines.length === 0 ? "" : `---\n\n${lines.join(" ")}`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
