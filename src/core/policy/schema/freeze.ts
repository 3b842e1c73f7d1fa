import { z } from "zod";
import { findScheduleProblem } from "#core/calendar/schedule-problem.ts";
import { globs } from "./globs.ts";
import { isBefore, localTime, timeZone } from "./local-time.ts";
import { problem } from "./problem.ts";
import { repeat } from "./repeat.ts";
import { name, riskLevel } from "./scalar.ts";

const Allowed = z
  .strictObject({
    types: z
      .array(z.enum(["standard", "normal", "emergency"]))
      .min(1)
      .optional()
      .meta({ description: "Changes of these types pass.", examples: [["emergency"]] }),
    maxRisk: riskLevel.optional().meta({
      description: "Changes of this risk level or lower pass.",
      examples: ["low"],
    }),
  })
  .superRefine((allowed, context) => {
    if (Object.keys(allowed).length > 0) return;
    context.addIssue(
      problem(
        "this allows nothing",
        "Name types or maxRisk, or leave allow out: { types: [emergency] }.",
      ),
    );
  });

/** Whether the parts are what they should be, each by itself: what is wrong with one of them is told there. */
function isWellFormed(freeze: {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly repeat?: string | undefined;
}): boolean {
  return (
    localTime.safeParse(freeze.from).success &&
    localTime.safeParse(freeze.to).success &&
    timeZone.safeParse(freeze.timeZone).success &&
    repeat.safeParse(freeze.repeat).success
  );
}

/** A calendar window in which merges or deployments stop. */
const Freeze = z
  .strictObject({
    name: name.meta({
      description: "What reasons and reports call the freeze. Unique in the list.",
      examples: ["year end"],
    }),
    from: localTime.meta({
      description:
        "When it begins, in local time; with `repeat`, the first time. Where the clocks show the time twice or never, the earlier moment.",
      examples: ["2026-12-18T18:00"],
    }),
    to: localTime.meta({
      description:
        "When it ends, in local time; with `repeat`, the first time. Where the clocks show the time twice or never, the later moment.",
      examples: ["2027-01-04T08:00"],
    }),
    timeZone: timeZone.default("UTC").meta({
      description: "The IANA time zone of `from` and `to`.",
      examples: ["Europe/Berlin"],
    }),
    repeat: repeat.optional().meta({
      description:
        "When it comes again: the value of an RFC 5545 `RRULE`, daily at the most often. It falls on `from`, and each time lasts as long by the clock as the first.",
      examples: ["FREQ=WEEKLY;BYDAY=FR"],
    }),
    environments: globs.optional().meta({
      description:
        "Deployments to these environments stop, and merges only where `branches` names some. With neither `environments` nor `branches`, everything stops.",
      examples: [["production"]],
    }),
    branches: globs.optional().meta({
      description:
        "Merges to these branches stop. Changes that wait for nothing else pass when it ends.",
      examples: [["main"]],
    }),
    allow: Allowed.optional().meta({
      description: "What passes nevertheless: changes for which each given part holds.",
      examples: [{ types: ["emergency"] }],
    }),
  })
  .superRefine((freeze, context) => {
    if (isBefore(freeze.from, freeze.to) === false) {
      context.addIssue(
        problem(
          `the freeze ends at ${freeze.to}, not after it begins (${freeze.from})`,
          "Let to be later than from.",
          ["to"],
        ),
      );
    } else if (freeze.repeat !== undefined && isWellFormed(freeze)) {
      const found = findScheduleProblem(freeze);
      if (found !== undefined) {
        context.addIssue(problem(found.message, found.remedy, ["repeat"]));
      }
    }
  })
  .meta({
    examples: [
      {
        name: "year end",
        from: "2026-12-18T18:00",
        to: "2027-01-04T08:00",
        timeZone: "Europe/Berlin",
        environments: ["production"],
        allow: { types: ["emergency"] },
      },
    ],
  });

/** To find the times of a rule is work, and each change asks for it. */
const mostRepeated = 20;

export const freezes = z
  .array(Freeze)
  .max(200)
  .superRefine((list, context) => {
    const repeated = [...list.entries()].filter(([, freeze]) => freeze.repeat !== undefined);
    const [tooMany] = repeated.slice(mostRepeated);
    if (tooMany === undefined) return;
    context.addIssue(
      problem(
        `more than ${mostRepeated} freezes repeat`,
        "One rule can name several days, months or weeks: FREQ=WEEKLY;BYDAY=MO,FR.",
        [tooMany[0], "repeat"],
      ),
    );
  });
