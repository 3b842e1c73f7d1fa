import { z } from "zod";
import { nearestName } from "#core/policy/nearest-name.ts";
import { parsePrincipal, permissions } from "#core/policy/principal.ts";
import { listLimit } from "./list-limit.ts";
import { problem } from "./problem.ts";

const bareTeam = /^[A-Za-z0-9][\w-]*\/[\w.-]+$/;

/** Who may approve, parsed. */
export const principal = z
  .string()
  .meta({
    id: "Principal",
    title: "principal",
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
const author = z
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
  .meta({ title: "author", pattern: authorPattern.source, examples: ["dependabot[bot]"] });

export const authors = z.array(author).min(1).max(listLimit);

/** A bot's login as REST spells it, with `[bot]` at the end. */
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
  .meta({
    title: "bot's login",
    pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*\\[bot\\]$",
    examples: ["dependabot[bot]"],
  });
