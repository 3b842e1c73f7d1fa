import { RE2JS } from "re2js";
import { z } from "zod";
import { globLimits, globProblem } from "#core/policy/glob.ts";
import { nearestName } from "#core/policy/nearest-name.ts";
import { parsePrincipal, permissions } from "#core/policy/principal.ts";
import { riskLevels } from "#core/risk/level.ts";
import { problem } from "./problem.ts";

export const name = z
  .string()
  .min(1)
  .max(100)
  .meta({ examples: ["database migration"] });

export const riskLevel = z.enum(riskLevels);

export const glob = z
  .string()
  .superRefine((text, context) => {
    const found = globProblem(text);
    if (found !== undefined) context.addIssue(problem(found.message, found.remedy));
  })
  .meta({
    id: "Glob",
    description: "A glob as in picomatch with `dot: true`: `docs/**`, `**/*.sql`, `release/*`.",
    minLength: 1,
    maxLength: globLimits.length,
    examples: ["docs/**"],
  });

/** At most so many globs, labels or authors in one list. */
export const listLimit = 100;

export const globs = z.array(glob).min(1).max(listLimit);
export const labels = z
  .array(
    z
      .string()
      .min(1)
      .max(100)
      .meta({ examples: ["breaking-change"] }),
  )
  .min(1)
  .max(listLimit);

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
  .meta({ pattern: "^[1-9][0-9]{0,8}[smhd]$", examples: ["2h"] })
  .transform(parseDuration);

function parseDuration(text: string): number {
  const unit = text.at(-1) as keyof typeof durationUnitsMs;
  return Number(text.slice(0, -1)) * durationUnitsMs[unit];
}

const bareTeam = /^[A-Za-z0-9][\w-]*\/[\w.-]+$/;

export const principal = z
  .string()
  .meta({
    id: "Principal",
    description:
      "Who: `@user`, `@organisation/team`, a role's name, `write`, `maintain` or `admin` (that permission or a " +
      "higher one), or `code-owners`.",
    examples: ["@acme/sre"],
  })
  .transform((text, context) => {
    const parsed = parsePrincipal(text);
    if (parsed === undefined) {
      const meant = bareTeam.test(text)
        ? `@${text}`
        : nearestName(text, [...permissions, "code-owners"]);
      context.addIssue(
        problem(
          `${JSON.stringify(text)} names nobody`,
          meant !== undefined
            ? `Did you mean "${meant}"?`
            : 'Write "@user", "@organisation/team", a role\'s name, write, maintain, admin or code-owners.',
        ),
      );
      return z.NEVER;
    }
    if (parsed.kind === "user" && parsed.login.endsWith("[bot]")) {
      context.addIssue(problem("a bot never approves", "Name a person, a team or a role."));
    }
    return parsed;
  });

const authorPattern =
  /^@?[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$|^@[A-Za-z0-9][A-Za-z0-9_-]{0,99}\/[\w.-]{1,100}$/;

/** An author of a change: a login, with or without `@`, a bot's login, or a team. */
export const author = z
  .string()
  .superRefine((text, context) => {
    if (authorPattern.test(text)) return;
    context.addIssue(
      problem(
        `${JSON.stringify(text)} is not an author`,
        bareTeam.test(text)
          ? `Did you mean "@${text}"?`
          : 'Write "@user", "dependabot[bot]" or "@organisation/team".',
      ),
    );
  })
  .meta({ pattern: authorPattern.source, examples: ["dependabot[bot]"] });

export const authors = z.array(author).min(1).max(listLimit);

export const botLogin = z
  .string()
  .superRefine((text, context) => {
    if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}\[bot\]$/.test(text)) return;
    const login = text.replace(/^@/, "").replace(/\[bot\]$/, "");
    context.addIssue(
      problem(
        `${JSON.stringify(text)} is not a bot's login`,
        /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(login)
          ? `Did you mean "${login}[bot]"?`
          : 'A bot\'s login ends in [bot]: "dependabot[bot]".',
      ),
    );
  })
  .meta({ pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*\\[bot\\]$", examples: ["dependabot[bot]"] });

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
  .meta({ examples: ["(?i)^fix:"] });
