import { z } from "zod";
import { riskLevels } from "#core/risk/level.ts";
import { parsePrincipal } from "./principal.ts";

const riskLevel = z.enum(riskLevels);

const glob = z.string().min(1).max(500);

const durationUnitsMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `30m`, `2h` or `3d`; parsed to milliseconds. */
const durationMs = z
  .string()
  .regex(/^[1-9][0-9]{0,5}[smhd]$/, 'a duration is a whole number and a unit: "30m", "2h", "3d"')
  .transform((text) => {
    const unit = text.at(-1) as keyof typeof durationUnitsMs;
    return Number(text.slice(0, -1)) * durationUnitsMs[unit];
  });

const principal = z.string().transform((text, context) => {
  const parsed = parsePrincipal(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({
    code: "custom",
    message:
      'a principal is "@user", "@organisation/team", a role\'s name, "write", "maintain", "admin" or "code-owners"',
  });
  return z.NEVER;
});

/** All given parts must hold. Globs are picomatch's with `dot: true`. */
export const Condition = z.strictObject({
  files: z.array(glob).min(1).optional(),
  onlyFiles: z.array(glob).min(1).optional(),
  labels: z.array(z.string().min(1)).min(1).optional(),
  authors: z.array(z.string().min(1)).min(1).optional(),
  branches: z.array(glob).min(1).optional(),
  title: z.string().min(1).max(500).optional(),
  minLines: z.int().min(0).optional(),
  maxLines: z.int().min(0).optional(),
  minFiles: z.int().min(0).optional(),
  maxFiles: z.int().min(0).optional(),
  fork: z.boolean().optional(),
  minRisk: riskLevel.optional(),
  maxRisk: riskLevel.optional(),
});
export type Condition = z.infer<typeof Condition>;

export const Requirement = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  from: z.array(principal).min(1),
  count: z.int().min(1).max(20).default(1),
});
export type Requirement = z.infer<typeof Requirement>;

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

const Risk = z.strictObject({
  levels: z
    .strictObject({
      medium: z.int().min(0).max(101).default(15),
      high: z.int().min(0).max(101).default(30),
      critical: z.int().min(0).max(101).default(45),
    })
    .prefault({}),
  ignore: z.array(glob).default([]),
  rules: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        when: Condition,
        points: z.int().min(-100).max(100).optional(),
        atLeast: riskLevel.optional(),
      }),
    )
    .default([]),
  factors: z.partialRecord(z.enum(factorNames), z.number().min(0).max(10)).default({}),
  trustedBots: z.array(z.string().min(1)).default([]),
  defaultFloors: z.boolean().default(true),
});

const Approvals = z.strictObject({
  low: z.array(Requirement).default([]),
  medium: z.array(Requirement).default([]),
  high: z.array(Requirement).default([]),
  critical: z.array(Requirement).default([]),
  also: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        when: Condition,
        require: z.array(Requirement).min(1),
      }),
    )
    .default([]),
});

export const duties = ["author", "committer", "co-author", "last-pusher"] as const;
export type Duty = (typeof duties)[number];

const Approvers = z.strictObject({
  mayNotBe: z.array(z.enum(duties)).default([...duties]),
  distinct: z.boolean().default(true),
  keepApprovals: z.enum(["identical-diff", "never"]).default("identical-diff"),
  request: z.enum(["teams", "people", "none"]).default("teams"),
});

const Emergency = z.strictObject({
  declare: z.array(principal).min(1),
  approvals: z.array(Requirement).min(1),
  reviewWithin: durationMs.prefault("3d"),
  overdue: z.enum(["warn", "hold-normal"]).default("warn"),
});

const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, 'a local time is "2026-12-18T18:00"');
const timeZone = z.string().min(1);
const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$|^24:00$/, 'a time of day is "09:00"');

const Freeze = z.strictObject({
  name: z.string().min(1).max(100),
  from: localTime,
  to: localTime,
  timeZone: timeZone.default("UTC"),
  repeat: z.string().min(1).max(500).optional(),
  environments: z.array(glob).min(1).optional(),
  branches: z.array(glob).min(1).optional(),
  allow: z
    .strictObject({
      types: z
        .array(z.enum(["standard", "normal", "emergency"]))
        .min(1)
        .optional(),
      maxRisk: riskLevel.optional(),
    })
    .optional(),
});

const component = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  paths: z.array(glob).min(1),
});

const Environment = z.strictObject({
  windows: z
    .array(
      z.strictObject({
        days: z.array(z.enum(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])).min(1),
        from: clockTime,
        to: clockTime,
        timeZone: timeZone.default("UTC"),
      }),
    )
    .min(1)
    .optional(),
  after: z.strictObject({ environment: z.string().min(1), soak: durationMs.optional() }).optional(),
  approvals: z.array(Requirement).default([]),
  firstDeployment: z.enum(["hold", "accept"]).default("hold"),
  rollback: z.enum(["release", "hold"]).default("release"),
  component: component.optional(),
});

const Release = z.strictObject({
  tags: glob,
  component: component.optional(),
  prerelease: z.enum(["auto", "always", "never"]).default("auto"),
});

/** The policy file, version 1: `.github/sluice.yml`. */
export const Policy = z.strictObject({
  version: z.literal(1),
  mode: z.enum(["enforce", "observe"]).default("enforce"),
  branches: z.array(glob).min(1).optional(),
  roles: z.record(z.string(), z.array(principal).min(1)).default({}),
  risk: Risk.prefault({}),
  standard: z
    .array(z.strictObject({ name: z.string().min(1).max(100), when: Condition }))
    .default([]),
  approvals: Approvals.optional(),
  approvers: Approvers.prefault({}),
  emergency: Emergency.optional(),
  freezes: z.array(Freeze).default([]),
  environments: z.record(z.string(), Environment).default({}),
  releases: z.array(Release).default([]),
  commands: z.strictObject({ prefix: z.string().max(30).default("") }).prefault({}),
});
export type Policy = z.infer<typeof Policy>;
