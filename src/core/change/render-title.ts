import { capitalised, clipped, counted, listed } from "#core/text/words.ts";
import type { ChangeDecision, Reason } from "./change-decision.ts";
import { describeWaiting, shareReasons } from "./render-reasons.ts";

/** GitHub's limit for a check run's title, in characters. */
const longestTitle = 255;

/** `<Level> risk: <what is missing or done>` in plain text, at most 255 characters. */
export function renderTitle(decision: ChangeDecision): string {
  const risk = `${capitalised(decision.level)} risk: `;
  const state = describeState(decision, longestTitle - risk.length);
  return clipped(risk + state, longestTitle);
}

function describeState(decision: ChangeDecision, room: number): string {
  const emergency = decision.type === "emergency" ? "emergency, " : "";
  if (decision.verdict === "approved") return emergency + describeApproval(decision);
  const observed = decision.mode === "observe" ? "observed only, " : "";
  const before = `${emergency}${observed}${describeWaiting(decision)} `;
  return before + listWhatFits(decision.reasons, room - before.length);
}

function describeApproval({ policies, type, override }: ChangeDecision): string {
  if (override !== null) return `approved by override of @${override.by.login}`;
  const requirements = policies.flatMap((policy) => policy.requirements);
  const approvers = [
    ...new Set(requirements.flatMap(({ approvedBy }) => approvedBy.map(({ login }) => login))),
  ].sort();
  if (approvers.length > 0) {
    return `approved by ${listed(
      approvers.map((login) => `@${login}`),
      { limit: 4 },
    )}`;
  }
  return type === "standard" ? "standard change, nothing to approve" : "nothing to approve";
}

/** What is missing; past the room the last things are counted only. */
function listWhatFits(reasons: readonly Reason[], room: number): string {
  const clauses = shareReasons(reasons).map(({ missing }) => missing);
  for (let limit = clauses.length; limit > 0; limit -= 1) {
    const text = listed(clauses, { limit });
    if (text.length <= room) return text;
  }
  return counted(clauses.length, "requirement");
}
