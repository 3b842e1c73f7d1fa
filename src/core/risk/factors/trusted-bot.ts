import type { ChangeFacts } from "#core/change/facts.ts";
import { findForeignHand } from "#core/risk/bot-commits.ts";
import { findVersionChanges } from "#core/risk/major-bump.ts";
import type { BuiltInFactor } from "./built-in-factor.ts";

/** A change that is wholly the work of a bot that the policy trusts, and small in its consequences. */
export const trustedBot: BuiltInFactor = {
  name: "trustedBot",
  formula:
    "a bot by account type, on the policy's list, every commit by it, no major dependency version → −20",
  find(change, risk) {
    const objection = findObjection(change, risk.trustedBots);
    return objection === undefined
      ? { points: -20, observed: `every commit is by ${change.author.login}` }
      : { points: 0, observed: objection };
  },
};

function findObjection(change: ChangeFacts, trustedBots: readonly string[]): string | undefined {
  const { author } = change;
  if (author.kind !== "bot") return "the author is no bot";
  if (!trustedBots.some((login) => login.toLowerCase() === author.login.toLowerCase())) {
    return `${author.login} is not on the policy's list of trusted bots`;
  }
  const foreignHand = findForeignHand(change);
  if (foreignHand !== undefined) return foreignHand;
  const { majors, unclear } = findVersionChanges(change);
  return majors.length > 0 ? "a major dependency version changes" : unclear;
}
