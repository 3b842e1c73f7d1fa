import { z } from "zod";
import { RiskCondition } from "./condition.ts";
import { glob } from "./globs.ts";
import { listLimit } from "./list-limit.ts";
import { botLogin } from "./people.ts";
import { problem } from "./problem.ts";
import { name, riskLevel } from "./scalar.ts";

/** Built-in factors of the risk model, by the names that policies, texts and JSON use. */
export const factorNames = [
  "size",
  "hotspot",
  "contention",
  "newcomer",
  "unfamiliar",
  "commits",
  "majorBump",
  "trustedBot",
  "delivery",
] as const;
export type FactorName = (typeof factorNames)[number];

/** The score above every score: a level that begins there is reached by floors alone. */
const never = 101;

function beginning(score: number, level: string) {
  return z
    .int()
    .min(0)
    .max(never)
    .default(score)
    .meta({
      description: `The score (0 to 100) at which \`${level}\` begins. ${never}: the score alone never makes a change \`${level}\`.`,
    });
}

const Levels = z
  .strictObject({
    medium: beginning(15, "medium"),
    high: beginning(30, "high"),
    critical: beginning(45, "critical"),
  })
  .superRefine((levels, context) => {
    for (const [lower, higher] of [
      ["medium", "high"],
      ["high", "critical"],
    ] as const) {
      if (levels[lower] < levels[higher] || levels[higher] === never) continue;
      context.addIssue(
        problem(
          `${lower} begins at ${levels[lower]}, so ${higher} can't begin at ${levels[higher]}`,
          "Let each level begin above the one before, for example { medium: 15, high: 30, critical: 45 }.",
          [higher],
        ),
      );
    }
  });

const RiskRule = z
  .strictObject({
    name: name.meta({
      description: "What the factor table calls the rule. Unique in the list.",
      examples: ["database migration"],
    }),
    when: RiskCondition,
    points: z
      .int()
      .min(-100)
      .max(100)
      .optional()
      .meta({
        description: "Added to the score; may be negative.",
        examples: [25],
      }),
    atLeast: riskLevel.optional().meta({
      description: "A floor: the level is at least this one, whatever the score.",
      examples: ["high"],
    }),
  })
  .superRefine((rule, context) => {
    if (rule.points !== undefined || rule.atLeast !== undefined) return;
    context.addIssue(
      problem(
        "the rule does nothing",
        "Give it points (points: 25), a floor (atLeast: high) or both.",
      ),
    );
  })
  .meta({
    description: "A rule of your own: raises or lowers the score, sets a floor, or both.",
    examples: [
      { name: "breaking change", when: { labels: ["breaking-change"] }, atLeast: "critical" },
    ],
  });

function weight(what: string) {
  return z.number().min(0).max(10).optional().meta({ description: what });
}

const Factors = z.strictObject({
  size: weight("Source lines added and deleted."),
  hotspot: weight("Recent fixes and reverts in a touched file."),
  contention: weight("Other people who lately worked on the same files."),
  newcomer: weight("An author with few merged changes here."),
  unfamiliar: weight("An author who did not touch most of these files before."),
  commits: weight("Many commits."),
  majorBump: weight("A major version of a dependency."),
  trustedBot: weight("A change made wholly by a trusted bot (lowers the score)."),
  delivery: weight("CI, container, infrastructure or build files."),
} satisfies Record<FactorName, z.ZodType>);

export const Risk = z
  .strictObject({
    levels: Levels.prefault({}).meta({
      description: "Where the levels begin. Below `medium` is `low`.",
      examples: [{ medium: 15, high: 30, critical: 45 }],
    }),
    ignore: z
      .array(glob)
      .max(listLimit)
      .default([])
      .meta({
        description:
          "Generated files: not counted in the size. Added to the built-in list. Conditions still see them.",
        examples: [["dist/**", "**/*.snap"]],
      }),
    rules: z.array(RiskRule).max(200).default([]).meta({ description: "Rules of your own." }),
    factors: Factors.default({}).meta({
      description: "Weights of the built-in factors, 0 to 10. Not given: 1. Off: 0.",
      examples: [{ hotspot: 2, newcomer: 0 }],
    }),
    trustedBots: z
      .array(botLogin)
      .max(50)
      .default([])
      .meta({
        description: "Bots whose changes score lower, when every commit is theirs.",
        examples: [["dependabot[bot]", "renovate[bot]"]],
      }),
    defaultFloors: z
      .boolean()
      .default(true)
      .meta({
        description:
          "Whether the built-in floors hold: `medium` for CI, containers, infrastructure, migrations, authentication, " +
          "API schemas and dependencies edited by people.",
      }),
  })
  .meta({
    description: "How risky a change is: see [risk](risk.md).",
    examples: [{ levels: { medium: 15, high: 30, critical: 45 } }],
  });
