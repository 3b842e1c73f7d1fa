import type { ChangeDecision, NotControlled } from "#core/change/change-decision.ts";
import { annotateProblems, listProblems } from "#core/change/render-policy-problems.ts";
import { renderTitle } from "#core/change/render-title.ts";
import type { RenderedPreview } from "#core/change/surroundings.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { PolicyOrigin } from "#core/policy/policy-source.ts";
import { riskLevels } from "#core/risk/level.ts";
import { asCode, asProse, table } from "#core/text/markdown.ts";
import { capitalised, counted, shortSha } from "#core/text/words.ts";
import type { ComparedPolicies, PolicyPreview } from "./decide-preview.ts";
import type { Difference, PastComparison, Tally } from "./replay-past.ts";

/** Where the preview is shown, for its links. */
type Surroundings = { readonly repository: RepositoryName; readonly webUrl: string };

/** Longer lists are cut: the file's diff shows the rest. */
const mostDifferences = 40;
const mostNamed = 10;

/** The preview in Markdown, everything foreign in it escaped. */
export function renderPreview(preview: PolicyPreview, place: Surroundings): RenderedPreview {
  switch (preview.kind) {
    case "unavailable":
      return {
        markdown: joined([
          "### Preview of the policy",
          `There is none: ${asProse(preview.because)} Sluice tries again.`,
        ]),
        annotations: [],
      };
    case "invalid":
      return {
        markdown: joined([
          `### Problems of the ${preview.origin}'s new policy`,
          `Merged as it is, nothing could be approved any more ${whereItHolds(preview.origin)}.`,
          listProblems(preview.problems),
        ]),
        annotations: annotateProblems(preview.problems),
      };
    case "compared":
      return { markdown: renderCompared(preview, place), annotations: [] };
  }
}

function whereItHolds(origin: PolicyOrigin): string {
  return origin === "organisation" ? "in any repository of the organisation" : "on this branch";
}

function renderCompared(preview: ComparedPolicies, place: Surroundings): string {
  const { origin, removed, thisChange, past, unknownPast, asksForTeams } = preview;
  return joined([
    removed
      ? `### What removing the ${origin}'s policy would do`
      : `### What the ${origin}'s new policy would do`,
    "A preview: it decides nothing. Until this change is merged, the policy of today decides.",
    renderDifferences(preview),
    renderThisChange(thisChange),
    past === null
      ? "No past change is known yet to try the new policy on."
      : renderPast(past, preview.origin, place),
    ...(unknownPast > 0
      ? [
          `${capitalised(counted(unknownPast, "past change"))} left out: too little is known of what they changed.`,
        ]
      : []),
    ...(past !== null && asksForTeams
      ? ["Conditions on teams were not tried: who was a member then is not known."]
      : []),
    ...(past !== null && observes(thisChange.after)
      ? ["The new policy only observes: what it would hold is counted as if it enforced."]
      : []),
  ]);
}

function renderDifferences({ differences, removed, origin }: ComparedPolicies): string {
  if (removed) return `The ${origin} would have no policy any more.`;
  if (differences === null)
    return "The policy of today can't be read: there is nothing to compare with.";
  if (differences.length === 0) return "It says the same as the policy of today.";
  const items = differences.slice(0, mostDifferences).map((text) => `- ${asProse(text)}`);
  const left = differences.length - items.length;
  if (left > 0) items.push(`- and ${left} more`);
  return items.join("\n");
}

function renderThisChange({ before, after }: ComparedPolicies["thisChange"]): string {
  const [was, will] = [before === null ? null : describeDecision(before), describeDecision(after)];
  if (was === null) return `**This very change**, approved by nobody: ${asProse(will)}.`;
  return was === will
    ? `**This very change**, approved by nobody, would get the same verdict: ${asProse(will)}.`
    : `**This very change**, approved by nobody: ${asProse(will)}. Today: ${asProse(was)}.`;
}

function describeDecision(decision: ChangeDecision | NotControlled): string {
  return decision.kind === "decided" ? renderTitle(decision) : "not under control";
}

function observes(decision: ChangeDecision | NotControlled): boolean {
  return decision.kind === "decided" && decision.mode === "observe";
}

function renderPast(past: PastComparison, origin: PolicyOrigin, place: Surroundings): string {
  const { before, after, changes, fromMs, toMs, newlyHeld, noLongerHeld } = past;
  const where = origin === "organisation" ? " of the organisation" : "";
  return joined([
    `**The last ${changes === 1 ? "change" : counted(changes, "change")}${where}** (${period(fromMs, toMs)}), decided anew as if nobody had approved:`,
    tabulate(before, after),
    renderNamed("Newly held", newlyHeld, origin, place),
    renderNamed("No longer held", noLongerHeld, origin, place),
  ]);
}

function tabulate(before: Tally | null, after: Tally): string {
  const rows: [string, (tally: Tally) => number][] = [
    ...riskLevels.map((level): [string, (tally: Tally) => number] => [
      `${capitalised(level)} risk`,
      ({ levels }) => levels[level],
    ]),
    ["Not under control", ({ notControlled }) => notControlled],
    ["**Held** (high or critical, and not standard)", ({ held }) => held],
    ["Approvals asked", ({ approvals }) => approvals],
  ];
  return table(
    ["", "Today:", "New:"],
    rows.map(([name, count]) => [
      name,
      before === null ? "–" : String(count(before)),
      String(count(after)),
    ]),
  );
}

function renderNamed(
  what: string,
  differences: readonly Difference[],
  origin: PolicyOrigin,
  place: Surroundings,
): string {
  if (differences.length === 0) return "";
  const items = differences
    .slice(0, mostNamed)
    .map((one) => `- ${nameChange(one, origin, place)} ${asProse(one.title)}: ${levels(one)}`);
  const left = differences.length - items.length;
  if (left > 0) items.push(`- and ${left} more`);
  return `${what} (${differences.length}):\n\n${items.join("\n")}`;
}

function levels({ before, after }: Difference): string {
  const [was, will] = [before ?? "not under control", after ?? "not under control"];
  return was === will ? was : `${was} → ${will}`;
}

/** A pull request is a link, a direct push the beginning of its commit's SHA. */
function nameChange(
  { repository, number, sha }: Difference,
  origin: PolicyOrigin,
  place: Surroundings,
): string {
  const elsewhere = origin === "organisation" ? repository : "";
  if (number === null) return asCode(`${elsewhere}${elsewhere && "@"}${shortSha(sha)}`);
  const home = origin === "organisation" ? repository : formatRepository(place.repository);
  const label = elsewhere === "" ? `#${number}` : asCode(`${elsewhere}#${number}`);
  return `[${label}](${place.webUrl}/${home}/pull/${number})`;
}

function period(fromMs: number, toMs: number): string {
  const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
  return from === to ? `${from}` : `${from} to ${to}`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
