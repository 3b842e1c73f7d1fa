import { parsePrincipal } from "#core/policy/principal.ts";
import type {
  CodeOwnersContent,
  CodeOwnersProblem,
  Owner,
  OwnersRule,
} from "./code-owners-file.ts";

/** GitHub loads only files under 3 MB. */
const tooManyBytes = 3 * 1024 * 1024;

/** In characters. A longer one is not skipped: whom it names would be lost. */
const longestLine = 10_000;

const comment = /^\s*#/;

/**
 * Reads a CODEOWNERS file as GitHub does: a line with a mistake is skipped and reported, the others hold. A file of 3 MB
 * or more is not read at all.
 *
 * See https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax
 */
export function parseCodeOwners(text: string): CodeOwnersContent {
  if (Buffer.byteLength(text) >= tooManyBytes) {
    return { kind: "unreadable", why: "is too big: GitHub reads less than 3 MB" };
  }
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines.some((line) => line.length > longestLine && !comment.test(line))) {
    return { kind: "unreadable", why: "has a line of more than 10,000 characters" };
  }
  const rules: OwnersRule[] = [];
  const problems: CodeOwnersProblem[] = [];
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    const read = readLine(content);
    if (read === null) continue;
    if (typeof read === "string") problems.push({ line, message: read });
    else rules.push({ ...read, line });
  }
  return { kind: "read", rules, problems };
}

/** A word ends at white space that no backslash stands before. */
const words = /(?:\\.|[^\s\\]|\\$)+/gu;

/** The rule of a line; what is wrong with it; null when it says nothing. */
function readLine(line: string): Omit<OwnersRule, "line"> | string | null {
  if (comment.test(line)) return null;
  const all = line.match(words) ?? [];
  const inlineComment = all.findIndex((word) => comment.test(word));
  const [pattern, ...names] = inlineComment === -1 ? all : all.slice(0, inlineComment);
  if (pattern === undefined) return null;
  const problem = traps.find((trap) => trap.pattern.test(pattern));
  if (problem !== undefined) return problem.message;

  const owners: Owner[] = [];
  const addresses: string[] = [];
  for (const name of names) {
    const owner = readOwner(name);
    if (owner !== null) owners.push(owner);
    else if (emailAddress.test(name)) addresses.push(name);
    else
      return `${JSON.stringify(name)} is no owner: write @user, @organisation/team or an address`;
  }
  return { pattern, owners, addresses };
}

/** Rules of gitignore that GitHub does not have here, and what nothing could mean. */
const traps: readonly { readonly pattern: RegExp; readonly message: string }[] = [
  { pattern: /^!/, message: "a pattern can't be negated with !" },
  { pattern: /^\\#/, message: "a pattern can't start with an escaped #" },
  { pattern: /^(?:\\.|[^\\[])*\[/u, message: "a pattern can't have a range in [ ]" },
  { pattern: /\*{3}/, message: "a pattern can't have three asterisks in a row" },
  { pattern: /^(?:\\.|[^\\])*\\$/u, message: "a pattern can't end with a backslash" },
];

const emailAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function readOwner(name: string): Owner | null {
  const principal = parsePrincipal(name);
  return principal?.kind === "user" || principal?.kind === "team" ? principal : null;
}
