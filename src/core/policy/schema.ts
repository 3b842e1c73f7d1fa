import { z } from "zod";
import { Approvals, Approvers, type Duty, duties, StandardRule } from "./schema/approvals.ts";
import { Condition } from "./schema/condition.ts";
import { Emergency } from "./schema/emergency.ts";
import { Environment } from "./schema/environment.ts";
import { freezes } from "./schema/freeze.ts";
import { glob, globs } from "./schema/globs.ts";
import { problem } from "./schema/problem.ts";
import { Release } from "./schema/release.ts";
import { principals, Requirement } from "./schema/requirement.ts";
import { type FactorName, factorNames, Risk } from "./schema/risk.ts";

export type { Duty, FactorName };
export { Condition, duties, factorNames, Requirement };

const rolePattern = /^[a-z][a-z0-9-]{0,49}$/;

/** Words that already say who, so that no role can have them as its name. */
const reservedRoles = ["write", "maintain", "admin", "code-owners"];

const roleName = z
  .string()
  .superRefine((text, context) => {
    if (reservedRoles.includes(text)) {
      context.addIssue(
        problem(`"${text}" already has a meaning`, "Choose another name for the role."),
      );
    } else if (!rolePattern.test(text)) {
      context.addIssue(
        problem(
          `${JSON.stringify(text)} can't be a role's name`,
          "Use small letters, digits and hyphens, a letter first: release-manager.",
        ),
      );
    }
  })
  .meta({ pattern: rolePattern.source });

const prefix = z
  .string()
  .superRefine((text, context) => {
    if (/^([a-z][a-z0-9-]{0,29})?$/.test(text)) return;
    context.addIssue(
      problem(
        `${JSON.stringify(text)} can't be a prefix`,
        "Use one word of small letters, digits and hyphens, without a slash: sluice.",
      ),
    );
  })
  .default("")
  .meta({
    description:
      "A word before every command: with `sluice`, `/approve` becomes `/sluice approve`.",
    examples: ["sluice"],
  });

/** The policy file, version 1: `.github/sluice.yml`. */
export const Policy = z
  .strictObject({
    version: z.literal(1).meta({ description: "The version of this language." }),
    mode: z.enum(["enforce", "observe"]).default("enforce").meta({
      description:
        "`enforce`: the check holds what is not approved. `observe`: the check succeeds and says what it would have held.",
    }),
    branches: globs.optional().meta({
      description:
        "The controlled branches. Not given: the default branch. Pull requests to other branches are left alone.",
      examples: [["main", "release/*"]],
    }),
    roles: z
      .record(roleName, principals)
      .prefault({})
      .meta({
        description:
          "Names for principals. A role may name other roles, but not itself. `change-manager` and `release-manager` " +
          "are built in: not given, they are `admin` and `maintain`.",
        examples: [{ "change-manager": ["@acme/cab"], dba: ["@acme/data", "@maria"] }],
      }),
    risk: Risk.prefault({}),
    standard: z.array(StandardRule).max(200).default([]).meta({
      description: "Pre-approved kinds of change: no approval is asked of them.",
    }),
    approvals: Approvals.optional(),
    approvers: Approvers.prefault({}),
    emergency: Emergency.optional(),
    freezes: freezes.default([]).meta({
      description: "Calendar windows in which merges or deployments stop.",
    }),
    environments: z
      .record(glob, Environment)
      .prefault({})
      .meta({
        description:
          "What a deployment needs, by environment. A name may be a glob. An environment that is not named here needs " +
          "its changes approved, nothing more.",
        examples: [{ production: { after: { environment: "staging", soak: "2h" } } }],
      }),
    releases: z.array(Release).max(50).default([]).meta({
      description: "Which tags are releases, for which a release is drafted.",
    }),
    commands: z
      .strictObject({ prefix })
      .prefault({})
      .meta({ description: "The slash commands in comments." }),
  })
  .meta({
    title: "Sluice policy",
    description: "The rules of change control: `.github/sluice.yml`.",
  });
export type Policy = z.infer<typeof Policy>;
