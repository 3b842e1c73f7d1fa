import { lengthOf, spansBetween } from "./freeze-state.ts";
import { type Schedule, startsBetween } from "./occurrences.ts";
import { momentOf, parseWallTime } from "./wall-time.ts";

/** What is wrong with a schedule, and how to right it. */
type ScheduleProblem = { readonly message: string; readonly remedy: string };

const dayMs = 86_400_000;
const longestDays = 366;
const longestRunDays = 400;

/** No rule counts further than this. */
const farthest = parseWallTime("2999-01-01T00:00");

/**
 * What is wrong with a repeated schedule whose parts are well-formed; undefined when it can be used at any time. The first
 * occurrence has to be one of the rule's: RFC 5545 leaves open what else would be meant.
 * See https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3
 */
export function findScheduleProblem(schedule: Schedule): ScheduleProblem | undefined {
  try {
    const first = parseWallTime(schedule.from);
    if (lengthOf(schedule) > longestDays * dayMs) {
      return {
        message: `what repeats lasts longer than ${longestDays} days`,
        remedy: "Write a freeze without repeat, or let to be earlier.",
      };
    }
    if (startsBetween(schedule, first, first).length === 0) return missesItsBeginning(schedule);
    if (!canBeCounted(schedule)) return uncountable;
    return neverPauses(schedule, first) ? endless : undefined;
  } catch (error) {
    return {
      message: `the rule can't be used: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "See RFC 5545, section 3.3.10. For example FREQ=WEEKLY;BYDAY=FR.",
    };
  }
}

const uncountable: ScheduleProblem = {
  message: "the rule has to be followed too far to count its times",
  remedy: "Write UNTIL instead of COUNT, or a FREQ nearer to how often it comes.",
};

/** A rule with a count has to be followed to its end some day: better to hear now that this is too far. */
function canBeCounted(schedule: Schedule): boolean {
  try {
    startsBetween(schedule, farthest, farthest);
    return true;
  } catch {
    return false;
  }
}

const endless: ScheduleProblem = {
  message: `it begins again before it has ended, for more than ${longestRunDays} days on end`,
  remedy: "Let to be earlier, or write one freeze with a later to and without repeat.",
};

function neverPauses(schedule: Schedule, first: number): boolean {
  const beginsMs = momentOf(first, schedule.timeZone, "earlier");
  const runMs = longestRunDays * dayMs;
  const [run] = spansBetween(schedule, beginsMs, beginsMs + runMs);
  return run !== undefined && run.endMs - run.startMs >= runMs;
}

function missesItsBeginning(schedule: Schedule): ScheduleProblem {
  const first = parseWallTime(schedule.from);
  const [next] = startsBetween(schedule, first, first + longestRunDays * dayMs);
  return {
    message: `the rule does not fall on the first time, ${schedule.from}`,
    remedy:
      next === undefined
        ? "Let from be a time on which the rule falls."
        : `The first time from then on is ${new Date(next).toISOString().slice(0, 16)}: let from and to be those of that time.`,
  };
}
