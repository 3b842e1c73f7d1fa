import { RE2JS } from "re2js";
import { z } from "zod";
import { riskLevels } from "#core/risk/level.ts";
import { problem } from "./problem.ts";

/** How people are told of a rule, a requirement or a component. */
export const name = z
  .string()
  .min(1)
  .max(100)
  .superRefine((text, context) => {
    if (!/\p{Cc}/u.test(text)) return;
    context.addIssue(
      problem("a name is one line of text", "Leave line breaks and control characters out."),
    );
  })
  .meta({ examples: ["database migration"] });

export const riskLevel = z.enum(riskLevels);

const durationUnitsMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const longestDurationMs = 366 * durationUnitsMs.d;

/** A duration such as `30m`, `2h` or `3d`, at most a year; parsed to milliseconds. */
export const durationMs = z
  .string()
  .superRefine((text, context) => {
    if (!/^[1-9][0-9]{0,8}[smhd]$/.test(text)) {
      context.addIssue(
        problem(
          `${JSON.stringify(text)} is not a duration`,
          "Write a whole number and a unit (s, m, h or d): 30m, 2h, 3d.",
        ),
      );
    } else if (parseDuration(text) > longestDurationMs) {
      context.addIssue(problem(`${text} is too long`, "A duration is at most 366d."));
    }
  })
  .meta({ title: "duration", pattern: "^[1-9][0-9]{0,8}[smhd]$", examples: ["2h"] })
  .transform(parseDuration);

function parseDuration(text: string): number {
  const unit = text.at(-1) as keyof typeof durationUnitsMs;
  return Number(text.slice(0, -1)) * durationUnitsMs[unit];
}

/** A regular expression in RE2's syntax, which runs in linear time. */
export const regularExpression = z
  .string()
  .min(1)
  .max(500)
  .superRefine((text, context) => {
    try {
      RE2JS.compile(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      context.addIssue(
        problem(
          `not a regular expression that RE2 can run: ${reason.replace("error parsing regexp: ", "")}`,
          'RE2 has no look-around and no back-references. For example "(?i)^fix(\\(.+\\))?:".',
        ),
      );
    }
  })
  .meta({ title: "RE2 expression", examples: ["(?i)^fix:"] });
