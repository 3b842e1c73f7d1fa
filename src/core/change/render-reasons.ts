import type { PolicyOrigin } from "#core/policy/policy-source.ts";
import { asProse } from "#core/text/markdown.ts";
import { listed } from "#core/text/words.ts";
import type { ChangeDecision, Reason } from "./change-decision.ts";

/** Longer lists are cut: nobody reads on, and a comment has its limit. */
const mostReasons = 50;

/** One reason, whichever policies give it. */
type SharedReason = Omit<Reason, "origin"> & { readonly origins: readonly PolicyOrigin[] };

/** The verb before what is missing: "waits for", "would wait for". */
export function describeWaiting({ verdict, mode }: ChangeDecision): string {
  const waits = mode === "observe" ? "would wait for" : "waits for";
  switch (verdict) {
    case "rejected":
      return `is rejected and ${waits}`;
    case "waiting":
    case "invalid":
    case "approved":
      return waits;
  }
}

/** What is missing and who can give it, as Markdown: a paragraph, or a list where several things are. */
export function renderReasons(decision: ChangeDecision): string {
  const waits = `This change ${describeWaiting(decision)}`;
  const named = decision.policyVersions.length > 1;
  const reasons = shareReasons(decision.reasons).map(
    ({ kind, missing, whoCanResolve, filesToApprove, origins }) => ({
      missing,
      explanation: [
        ...(named && kind !== "invalid-policy" && origins.length > 0
          ? [`${kind === "freeze" ? "Set" : "Asked"} by the ${nameOrigins(origins)}.`]
          : []),
        asProse(whoCanResolve),
        ...(filesToApprove === undefined
          ? []
          : [`It waits for owners of ${renderFilesToApprove(filesToApprove)}.`]),
      ].join(" "),
    }),
  );
  const [first, ...others] = reasons;
  if (first === undefined) return "";
  if (others.length === 0) {
    return `**${asProse(`${waits} ${first.missing}.`)}** ${first.explanation}`;
  }
  const items = reasons
    .slice(0, mostReasons)
    .map(({ missing, explanation }) => `- **${asProse(missing)}.** ${explanation}`);
  const left = reasons.length - items.length;
  if (left > 0) items.push(`- and ${left} more`);
  return `**${waits}:**\n\n${items.join("\n")}`;
}

/** Files with their owners, each piece shown whole. */
export function renderFilesToApprove(filesToApprove: readonly string[]): string {
  return filesToApprove.map(asProse).join("; ");
}

/** "organisation's policy", "organisation's and repository's policies". */
function nameOrigins(origins: readonly PolicyOrigin[]): string {
  const owners = listed(origins.map((origin) => `${origin}'s`));
  return `${owners} ${origins.length === 1 ? "policy" : "policies"}`;
}

/** The reasons, those that several policies give only once. What one policy asks twice stays twice. */
export function shareReasons(reasons: readonly Reason[]): readonly SharedReason[] {
  const shared = new Map<string, SharedReason>();
  const timesGiven = new Map<string, number>();
  for (const { origin, ...reason } of reasons) {
    const text = JSON.stringify([reason.missing, reason.whoCanResolve, reason.filesToApprove]);
    const times = (timesGiven.get(origin + text) ?? 0) + 1;
    timesGiven.set(origin + text, times);
    const key = `${times} ${text}`;
    const before = shared.get(key)?.origins ?? [];
    const origins = origin === null ? before : [...before, origin];
    shared.set(key, { ...reason, origins });
  }
  return [...shared.values()];
}
