import { z } from "zod";
import { riskLevels } from "#core/risk/level.ts";
import { globs } from "./globs.ts";
import { listLimit } from "./list-limit.ts";
import { authors } from "./people.ts";
import { problem } from "./problem.ts";
import { regularExpression, riskLevel } from "./scalar.ts";

const amount = z
  .int()
  .min(0)
  .max(10_000_000)
  .meta({ examples: [500] });

const labels = z
  .array(
    z
      .string()
      .min(1)
      .max(100)
      .meta({ examples: ["breaking-change"] }),
  )
  .min(1)
  .max(listLimit);

const facts = {
  files: globs.optional().meta({
    description: "Any changed file matches one of the globs. Both names of a renamed file count.",
    examples: [["**/migrations/**", "**/*.sql"]],
  }),
  onlyFiles: globs.optional().meta({
    description:
      "Every changed file matches one of the globs, a renamed file by both its names. Never holds for a change " +
      "without files, nor when the list of files is incomplete.",
    examples: [["docs/**", "**/*.md"]],
  }),
  labels: labels.optional().meta({
    description: "The pull request has one of the labels. Case does not count.",
    examples: [["breaking-change"]],
  }),
  authors: authors.optional().meta({
    description:
      "The author is one of these users (`@maria`), bots (`dependabot[bot]`) or a member of one of these teams " +
      "(`@acme/data`), nested teams included.",
    examples: [["dependabot[bot]", "@acme/data"]],
  }),
  branches: globs.optional().meta({
    description: "The base branch matches one of the globs.",
    examples: [["main", "release/*"]],
  }),
  title: regularExpression.optional().meta({
    description:
      "The title contains a match of this regular expression in RE2's syntax. `(?i)` ignores case.",
    examples: ["(?i)^revert"],
  }),
  minLines: amount.optional().meta({
    description: "At least so many lines are added and deleted, over all files.",
    examples: [500],
  }),
  maxLines: amount.optional().meta({
    description: "At most so many lines are added and deleted, over all files.",
    examples: [50],
  }),
  minFiles: amount.optional().meta({
    description: "At least so many files are changed.",
    examples: [20],
  }),
  maxFiles: amount.optional().meta({
    description: "At most so many files are changed.",
    examples: [3],
  }),
  fork: z
    .boolean()
    .optional()
    .meta({
      description: "The change comes from a fork (`true`), or from this repository (`false`).",
      examples: [true],
    }),
};

const level = {
  minRisk: riskLevel.optional().meta({
    description: "The risk level is this one or higher.",
    examples: ["high"],
  }),
  maxRisk: riskLevel.optional().meta({
    description: "The risk level is this one or lower.",
    examples: ["low"],
  }),
};

/** When a rule applies: all given parts must hold. */
export const Condition = z
  .strictObject({ ...facts, ...level })
  .superRefine((condition, context) => {
    for (const found of contradictions(condition)) context.addIssue(found);
  })
  .meta({
    id: "Condition",
    title: "condition",
    description: "When the rule applies: all given parts must hold.",
  });
export type Condition = z.infer<typeof Condition>;

/** A condition of a risk rule: the level is not known yet while the rules that make it are read. */
export const RiskCondition = z
  .strictObject(facts)
  .superRefine((condition, context) => {
    for (const found of contradictions(condition)) context.addIssue(found);
  })
  .meta({
    id: "RiskCondition",
    title: "condition",
    description:
      "When the rule applies: all given parts must hold. `minRisk` and `maxRisk` can't be asked here: these rules make " +
      "the level.",
  });

function* contradictions(condition: Condition) {
  const { minLines, maxLines, minFiles, maxFiles, minRisk, maxRisk } = condition;
  if (minLines !== undefined && maxLines !== undefined && minLines > maxLines) {
    yield neverHolds("minLines", minLines, "maxLines", maxLines);
  }
  if (minFiles !== undefined && maxFiles !== undefined && minFiles > maxFiles) {
    yield neverHolds("minFiles", minFiles, "maxFiles", maxFiles);
  }
  if (minRisk === undefined || maxRisk === undefined) return;
  if (riskLevels.indexOf(minRisk) > riskLevels.indexOf(maxRisk)) {
    yield neverHolds("minRisk", minRisk, "maxRisk", maxRisk);
  }
}

function neverHolds(least: string, from: number | string, most: string, to: number | string) {
  return problem(
    `${least} (${from}) is above ${most} (${to}): the rule never applies`,
    `Make ${least} at most ${most}.`,
    [least],
  );
}
