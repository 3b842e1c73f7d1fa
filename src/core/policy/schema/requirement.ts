import { z } from "zod";
import { principal } from "./people.ts";
import { name } from "./scalar.ts";

export const principals = z.array(principal).min(1).max(50);

/** So many approvals from such principals. */
export const Requirement = z
  .strictObject({
    name: name.optional().meta({
      description: "What reasons and reports call the requirement.",
      examples: ["reliability"],
    }),
    from: principals.meta({
      description: "Who may give the approvals: any of these principals.",
      examples: [["@acme/sre", "@maria"]],
    }),
    count: z
      .int()
      .min(1)
      .max(20)
      .default(1)
      .meta({
        description: "How many different people must approve.",
        examples: [2],
      }),
  })
  .meta({
    id: "Requirement",
    title: "requirement",
    description: "So many approvals from such principals.",
    examples: [{ from: ["@acme/sre"], count: 2 }],
  });
export type Requirement = z.infer<typeof Requirement>;

export const requirements = z.array(Requirement).max(50);
