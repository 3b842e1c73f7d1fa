import { trimmedDays } from "#core/backtest/judged-range.ts";
import type { BacktestReport } from "#core/backtest/report.ts";
import { revertedWithinDays } from "#core/history/find-reverted.ts";
import { hotfixedWithinDays } from "#core/history/mainline-memory.ts";
import type { ChangeReference } from "#core/history/past-change.ts";
import { formatPrincipal } from "#core/policy/principal.ts";
import type { Policy } from "#core/policy/schema.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import { listed, shortSha } from "#core/text/words.ts";
import type { Backtest } from "./backtest.ts";
import { day, percent, whole } from "./figures.ts";

/** The report in one sentence. */
export function describeHeadline({ all, held }: BacktestReport): string {
  if (all.changes === 0) return "No change could be judged.";
  const caught = [
    all.reverted === 0
      ? "none was reverted later"
      : `${whole(held.reverted)} of the ${whole(all.reverted)} that were reverted later`,
    all.hotfixed === 0
      ? "none was hot-fixed"
      : `${whole(held.hotfixed)} of the ${whole(all.hotfixed)} that were hot-fixed`,
  ];
  const share = `${whole(held.changes)} of ${whole(all.changes)} changes (${percent(held.share)})`;
  return `This policy would have held ${share}: ${caught.join(", ")}.`;
}

/** What was replayed and which part of it was judged; sentences. */
export function describeBasis({ repository, policySource, total, read, report }: Backtest) {
  const { period } = report;
  const stopped = `Stopped after ${whole(read)} of ${whole(total)} changes: this is what was known by then.`;
  return [
    ...(read < total ? [stopped] : []),
    `Policy: ${policySource}.`,
    `History: ${whole(total)} changes on ${repository.branch}.`,
    ...(period === null
      ? [
          `Judged is the second half, without the last ${trimmedDays} days: nothing is left of this history.`,
        ]
      : [
          `Judged are those from ${day(period.fromMs)} to ${day(period.toMs)}: the half before them taught who works where, and of the last ${trimmedDays} days nobody can tell yet.`,
          `Reverted: by an explicit revert within ${revertedWithinDays} days. Hot-fixed: a fix replaced lines of it within ${hotfixedWithinDays} days.`,
        ]),
  ];
}

/** What every reader of the figures should know; sentences. */
export const modelNotes: readonly string[] = [
  "People and bots are told apart by names and addresses, as a history knows no accounts.",
  "Most of the score is size. Among changes of one size it ranks only a little better than a coin: see docs/backtest.md.",
];

/** Whom a policy asks at a level, in few words: `maintain + 2 × @acme/cab`. */
export function describeAsked({ approvals }: Policy, level: RiskLevel): string {
  const asked = (approvals?.[level] ?? []).map(({ from, count }) => {
    const people = listed(from.map(formatPrincipal), { word: "or" });
    return count === 1 ? people : `${count} × ${people}`;
  });
  return asked.length === 0 ? "nobody" : asked.join(" + ");
}

/** Levels as a policy writes them; null where none would do. */
export function describeLevels(levels: Policy["risk"]["levels"] | null): string {
  if (levels === null) return "none: floors alone hold more";
  const { medium, high, critical } = levels;
  return `{ medium: ${medium}, high: ${high}, critical: ${critical} }`;
}

/** `#123`, or the first digits of the commit where no number is known. */
export function nameOf({ number, sha }: ChangeReference): string {
  return number === null ? shortSha(sha) : `#${number}`;
}
