import { Temporal } from "temporal-polyfill";
import { formatMoment } from "#core/calendar/wall-time.ts";
import {
  type CommandContext,
  type CommandDefinition,
  done,
  misused,
  refused,
} from "#core/command/command-definition.ts";
import { takeWord } from "#core/command/command-text.ts";
import { refuseWithoutRole } from "#core/command/grounds.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import { controlsBranch } from "#core/policy/controls-branch.ts";
import { environmentRules } from "#core/policy/environment-rules.ts";
import { durationMs } from "#core/policy/schema/scalar.ts";
import { asCode } from "#core/text/markdown.ts";

const longestMs = 90 * 86_400_000;

export const freeze: CommandDefinition = Object.freeze({
  word: "freeze",
  argument: "<environment or branch> <duration or time> <reason>",
  example: "main 2h the database is being moved",
  who: "a release-manager",
  help: "Stops merges to a branch, or deployments to an environment, for at most 90 days.",
  runsOn: ["open", "closed", "merged"],
  needsPolicy: true,
  run: (argument, context) => {
    const { first: target, rest } = takeWord(argument);
    const { first: until, rest: reason } = takeWord(rest);
    if (until === "") return misused("What is frozen comes first, then until when.");
    const untilMs = endOf(until, context.atMs);
    if (untilMs === null) {
      return misused(
        `${asCode(until)} is neither a duration (30m, 2h, 3d) nor a time with its zone (2026-12-18T18:00Z, 2026-12-18T18:00+01:00).`,
      );
    }
    if (reason === "") return misused("A reason is missing.");
    const why = refuseWithoutRole(context, "release-manager");
    if (why !== null) return refused(why);
    const end = formatMoment(untilMs, "UTC");
    if (untilMs <= context.nowMs) return misused(`The end, ${end}, is past.`);
    if (untilMs - context.nowMs > longestMs) {
      return misused(
        `The end, ${end}, is more than 90 days away: a longer freeze belongs in the policy.`,
      );
    }
    return done({ kind: "freeze", target, untilMs, reason }, describe(target, end, context));
  },
} satisfies CommandDefinition);

/** The moment at which a freeze ends; null when the text says none. A time without its zone could mean several. */
function endOf(text: string, fromMs: number): number | null {
  const duration = durationMs.safeParse(text);
  if (duration.success) return fromMs + duration.data;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

function describe(target: string, end: string, context: CommandContext): string {
  const name = asCode(target);
  const frozen = `Merges to a branch ${name} and deployments to an environment ${name} stop until ${end}.`;
  return isKnown(target, context)
    ? frozen
    : `${frozen} No policy controls such a branch or names such an environment: is it spelt right?`;
}

function isKnown(target: string, { observed }: CommandContext): boolean {
  return controllingPolicies(observed).some(
    ({ policy }) =>
      controlsBranch(policy, target, observed.defaultBranch) ||
      environmentRules(policy, target).length > 0,
  );
}
