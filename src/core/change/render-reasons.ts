import type { PolicyOrigin } from "#core/policy/policy-source.ts";
import { asProse } from "#core/text/markdown.ts";
import { capitalised, counted, listed } from "#core/text/words.ts";
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
      return `rejected, ${waits}`;
    case "waiting":
    case "invalid":
    case "approved":
      return waits;
  }
}

/** What is missing and who can give it, as Markdown: a bold line, and a list where several things are. */
export function renderReasons(decision: ChangeDecision): string {
  const waits = capitalised(describeWaiting(decision));
  const reasons = shareReasons(decision.reasons);
  const [first, ...others] = reasons.map((reason) => ({
    ...reason,
    by: decision.policyVersions.length > 1 ? ` (${nameOrigins(reason.origins)})` : "",
  }));
  if (first === undefined) return "";
  if (others.length === 0) {
    return `**${asProse(`${waits} ${first.missing}`)}**${first.by}\n\n${asProse(first.whoCanResolve)}`;
  }
  const items = [first, ...others]
    .slice(0, mostReasons)
    .map(
      ({ missing, whoCanResolve, by }) =>
        `- **${asProse(missing)}**${by}: ${asProse(whoCanResolve)}`,
    );
  const left = reasons.length - items.length;
  if (left > 0) items.push(`- and ${left} more`);
  return `**${waits} ${counted(reasons.length, "thing")}:**\n\n${items.join("\n")}`;
}

/** "organisation's policy", "organisation's and repository's policies". */
export function nameOrigins(origins: readonly PolicyOrigin[]): string {
  const owners = listed(origins.map((origin) => `${origin}'s`));
  return `${owners} ${origins.length === 1 ? "policy" : "policies"}`;
}

function shareReasons(reasons: readonly Reason[]): readonly SharedReason[] {
  const shared = new Map<string, SharedReason>();
  for (const { origin, ...reason } of reasons) {
    const key = JSON.stringify([reason.missing, reason.whoCanResolve]);
    const origins = shared.get(key)?.origins ?? [];
    shared.set(key, { ...reason, origins: [...new Set([...origins, origin])] });
  }
  return [...shared.values()];
}
