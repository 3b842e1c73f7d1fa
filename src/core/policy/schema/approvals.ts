import { z } from "zod";
import type { RiskLevel } from "#core/risk/level.ts";
import { Condition } from "./condition.ts";
import { problem } from "./problem.ts";
import { requirements } from "./requirement.ts";
import { name } from "./scalar.ts";

/** A pre-approved kind of change. */
export const StandardRule = z
  .strictObject({
    name: name.meta({
      description: "What reasons and reports call this kind of change. Unique in the list.",
      examples: ["documentation only"],
    }),
    when: Condition.meta({
      description:
        "Which changes are of this kind: all given parts must hold, and one must be given.",
      minProperties: 1,
    }),
  })
  .superRefine((rule, context) => {
    if (Object.keys(rule.when).length > 0) return;
    context.addIssue(
      problem(
        "an empty condition would make every change standard",
        "Say which changes need no approval: when: { onlyFiles: ['docs/**'] }.",
        ["when"],
      ),
    );
  })
  .meta({
    examples: [{ name: "documentation only", when: { onlyFiles: ["docs/**", "**/*.md"] } }],
  });

const AlsoRule = z
  .strictObject({
    name: name.meta({
      description: "Why the approvals are asked, for people. Unique in the list.",
      examples: ["DBA signs off on schema"],
    }),
    when: Condition,
    require: requirements.min(1).meta({ description: "The requirements to add." }),
  })
  .meta({
    examples: [
      {
        name: "DBA signs off on schema",
        when: { files: ["**/migrations/**"] },
        require: [{ from: ["@acme/data"] }],
      },
    ],
  });

function atLevel(level: RiskLevel, from: string) {
  return requirements.optional().meta({
    description: `What a change of ${level} risk needs: every requirement must be met.${
      level === "low" ? "" : " When left out, what the level below needs."
    }`,
    examples: [[{ from: [from] }]],
  });
}

/** The requirements of each risk level, and those that conditions add. */
export const Approvals = z
  .strictObject({
    low: atLevel("low", "write"),
    medium: atLevel("medium", "write"),
    high: atLevel("high", "code-owners"),
    critical: atLevel("critical", "change-manager"),
    also: z.array(AlsoRule).max(200).prefault([]).meta({
      description: "Requirements on top of the level's, for changes that meet a condition.",
    }),
  })
  .transform(({ low = [], medium = low, high = medium, critical = high, also }) => {
    // A level that is left out must not ask for less than a milder one.
    return { low, medium, high, critical, also };
  })
  .meta({ description: "Whose approval a normal change needs, by its risk level." });

/** What a person may not have been in a change that they approve. */
export const duties = ["author", "committer", "co-author", "last-pusher"] as const;
export type Duty = (typeof duties)[number];

/** What makes an approval count. */
export const Approvers = z
  .strictObject({
    mayNotBe: z
      .array(z.enum(duties))
      .default([...duties])
      .meta({
        description:
          "Who can't approve a change: those who wrote it. People are compared by user id, not by name.",
      }),
    distinct: z.boolean().default(true).meta({
      description: "Whether one person counts for one requirement only.",
    }),
    keepApprovals: z.enum(["identical-diff", "never"]).default("identical-diff").meta({
      description:
        "Whether an approval survives a push: when the diff is identical and the risk did not rise, or `never`.",
    }),
    request: z
      .enum(["teams", "people", "none"])
      .default("teams")
      .meta({
        description:
          "Whose review Sluice requests: the `teams` that requirements name, as many `people` as are needed (least loaded " +
          "first, never the author), or `none`.",
      }),
  })
  .meta({ description: "Who may approve, and what makes an approval count." });
