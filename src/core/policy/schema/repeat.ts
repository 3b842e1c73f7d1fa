import { z } from "zod";
import { nearestName } from "#core/policy/nearest-name.ts";
import { problem } from "./problem.ts";

const frequencies = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

/** What each part of a rule may hold. Nothing finer than a day: a freeze lasts longer than it. */
const parts: Readonly<Record<string, { readonly form: RegExp; readonly example: string }>> = {
  FREQ: { form: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/, example: "FREQ=WEEKLY" },
  INTERVAL: { form: /^[1-9]\d{0,2}$/, example: "INTERVAL=2" },
  COUNT: { form: /^[1-9]\d{0,3}$/, example: "COUNT=10" },
  UNTIL: { form: /^\d{8}(T\d{6}Z?)?$/, example: "UNTIL=20261231T235959" },
  BYDAY: listOf("[+-]?([1-9]|[1-4]\\d|5[0-3])?(MO|TU|WE|TH|FR|SA|SU)", "BYDAY=MO,FR"),
  BYMONTHDAY: listOf("-?([1-9]|[12]\\d|3[01])", "BYMONTHDAY=-1"),
  BYYEARDAY: listOf("-?([1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])", "BYYEARDAY=1"),
  BYWEEKNO: listOf("-?([1-9]|[1-4]\\d|5[0-3])", "BYWEEKNO=51,52"),
  BYMONTH: listOf("([1-9]|1[0-2])", "BYMONTH=12"),
  BYSETPOS: listOf("-?([1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])", "BYSETPOS=-1"),
  WKST: { form: /^(MO|TU|WE|TH|FR|SA|SU)$/, example: "WKST=MO" },
};

function listOf(item: string, example: string) {
  return { form: new RegExp(`^(${item})(,(${item})){0,99}$`), example };
}

/**
 * When something repeats: the value of an RFC 5545 `RRULE`, daily at the most often.
 *
 * Checked here is the form of each part; what the parts mean together is the calendar's business (`findScheduleProblem`).
 */
export const repeat = z
  .string()
  .min(1)
  .max(500)
  .superRefine((text, context) => {
    for (const found of ruleProblems(text)) context.addIssue(found);
  })
  .meta({ title: "repeat rule", examples: ["FREQ=WEEKLY;BYDAY=FR"] });

function* ruleProblems(text: string) {
  if (/^RRULE:/i.test(text)) {
    yield problem("only the value of the rule is written", `Leave "RRULE:" out: ${text.slice(6)}.`);
    return;
  }
  const seen = new Set<string>();
  for (const part of text.split(";")) {
    const [key = "", value] = part.split("=", 2);
    const known = Object.hasOwn(parts, key) ? parts[key] : undefined;
    if (known === undefined) yield unknownPart(key);
    else if (value === undefined || !known.form.test(value)) yield malformedPart(key, part, known);
    else if (seen.has(key)) yield problem(`${key} stands twice in the rule`, "Keep one of them.");
    seen.add(key);
  }
  if (!seen.has("FREQ")) {
    yield problem("the rule does not say how often", "Begin with FREQ: FREQ=WEEKLY;BYDAY=FR.");
  }
  if (seen.has("UNTIL") && seen.has("COUNT")) {
    yield problem("a rule ends by UNTIL or by COUNT, not by both", "Keep one of them.");
  }
}

function unknownPart(key: string) {
  const meant = nearestName(key, Object.keys(parts));
  return problem(
    `${JSON.stringify(key)} is not a part of a repeat rule`,
    meant === undefined
      ? `Known parts: ${Object.keys(parts).join(", ")}.`
      : `Did you mean ${meant}?`,
  );
}

function malformedPart(key: string, part: string, known: { readonly example: string }) {
  return problem(
    `${JSON.stringify(part)} is not a valid ${key}`,
    key === "FREQ" ? `Use one of ${frequencies.join(", ")}.` : `For example ${known.example}.`,
  );
}
