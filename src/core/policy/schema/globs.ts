import { z } from "zod";
import { globLimits, globProblem } from "#core/policy/glob.ts";
import { listLimit } from "./list-limit.ts";
import { problem } from "./problem.ts";

/** A glob that can be matched in linear time. */
export const glob = z
  .string()
  .superRefine((text, context) => {
    const found = globProblem(text);
    if (found !== undefined) context.addIssue(problem(found.message, found.remedy));
  })
  .meta({
    id: "Glob",
    title: "glob",
    description: "A glob as in picomatch with `dot: true`: `docs/**`, `**/*.sql`, `release/*`.",
    minLength: 1,
    maxLength: globLimits.length,
    examples: ["docs/**"],
  });

export const globs = z.array(glob).min(1).max(listLimit);
