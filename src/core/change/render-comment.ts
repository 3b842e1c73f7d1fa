import { formatRepository } from "#core/key.ts";
import { capitalised } from "#core/text/words.ts";
import type { ChangeDecision } from "./change-decision.ts";
import type { ObservedChange } from "./observed-change.ts";
import { renderReasons } from "./render-reasons.ts";

/** By this line our comment is found again. */
export const commentMarker = "<!-- sluice:change -->";

/** The one comment on a change. */
export type DesiredComment = {
  readonly body: string;
  /** Whether to write one where there is none: only when somebody must act. One that stands is always kept true. */
  readonly wanted: boolean;
};

/** What is missing and who can give it, in short, with a link to the check. */
export function renderComment(
  observed: ObservedChange,
  decision: ChangeDecision,
  webUrl: string,
): DesiredComment {
  const { verdict, mode } = decision;
  const isOpen = verdict !== "approved";
  const checks = `${webUrl}/${formatRepository(observed.repository)}/pull/${observed.number}/checks`;
  const emergency = decision.type === "emergency" ? ", emergency" : "";
  const risk = `${capitalised(decision.level)} risk${emergency}.`;
  const body = [
    commentMarker,
    ...(isOpen ? [renderReasons(decision)] : ["**Nothing more is needed from anybody.**"]),
    ...(isOpen && mode === "observe" ? ["The policy only observes: nothing is held."] : []),
    `${risk} [Why, and what counts](${checks})`,
  ].join("\n\n");
  const needsSomebody = decision.reasons.some(({ kind }) => kind !== "freeze");
  return { body, wanted: isOpen && mode === "enforce" && !observed.draft && needsSomebody };
}
