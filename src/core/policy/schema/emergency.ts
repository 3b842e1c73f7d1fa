import { z } from "zod";
import { principals, requirements } from "./requirement.ts";
import { durationMs } from "./scalar.ts";

/** Changes that can't wait, and the review that they owe. */
export const Emergency = z
  .strictObject({
    declare: principals.meta({
      description: "Who may declare a change an emergency, with `/emergency <reason>`.",
      examples: [["@acme/oncall", "change-manager"]],
    }),
    approvals: requirements.min(1).meta({
      description: "What an emergency change needs, in place of its level's requirements.",
      examples: [[{ from: ["@acme/oncall"] }]],
    }),
    reviewWithin: durationMs.prefault("3d").meta({
      description: "The retrospective review is owed within this time.",
      examples: ["3d"],
    }),
    overdue: z.enum(["warn", "hold-normal"]).default("warn").meta({
      description:
        "While a review is overdue: only `warn`, or let normal changes wait (`hold-normal`).",
    }),
  })
  .meta({ description: "Changes that can't wait. Not given: nobody can declare an emergency." });
