import { asProse } from "#core/text/markdown.ts";
import type { ChangeDecision } from "./change-decision.ts";
import { sayWhy } from "./remedies.ts";

const owes = "Once this change is merged, a retrospective review is owed.";

/** Who declared the change an emergency or overrode what is missing, why, and what that owes. Empty when nobody did. */
export function renderDeclarations({
  emergency,
  override,
  owedInReview,
}: Pick<ChangeDecision, "emergency" | "override" | "owedInReview">): string {
  const parts: string[] = [];
  if (emergency !== null) {
    const declared = sayWhy(`@${emergency.by.login} declared it`, emergency.reason);
    const owed = owedInReview.map(({ missing }) => `- ${asProse(missing)}`);
    const makesUp = owed.length > 0 ? ` It has to make up for:\n\n${owed.join("\n")}` : "";
    parts.push(
      `### Emergency\n\n${asProse(declared)} Others have to approve it. ${owes}${makesUp}`,
    );
  }
  if (override !== null) {
    const overrode = `@${override.by.login} overrode what is missing on this head commit`;
    parts.push(`### Override\n\n${asProse(sayWhy(overrode, override.reason))} ${owes}`);
  }
  return parts.join("\n\n");
}
