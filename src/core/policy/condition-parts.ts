import { RE2JS } from "re2js";
import type { Account, ChangeFacts, FileChange } from "#core/change/facts.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import { isAtLeast, type RiskLevel } from "#core/risk/level.ts";
import { counted, listed } from "#core/text/words.ts";
import type { ConditionSubject } from "./condition-subject.ts";
import { compileGlobs } from "./glob.ts";
import { parsePrincipal } from "./principal.ts";
import type { Condition } from "./schema.ts";

/** Whether one part of a condition holds: `unsure` when facts are missing that could decide it otherwise. */
type PartResult = {
  readonly outcome: "holds" | "fails" | "unsure";
  /** The observed fact, plain and untrusted text. */
  readonly because: string;
};

export type Part = (subject: ConditionSubject) => PartResult;

/** The parts that a condition gives, ready to be asked many times; the cheap ones come first. */
export function compileParts(condition: Condition): Part[] {
  const { fork, branches, labels, authors, title, minRisk, maxRisk } = condition;
  const { minFiles, maxFiles, minLines, maxLines, files, onlyFiles } = condition;
  const parts = [
    fork !== undefined && forkIs(fork),
    branches && baseMatches(branches),
    labels && hasLabel(labels),
    authors && isBy(authors),
    title !== undefined && titleMatches(title),
    minRisk && riskIsAtLeast(minRisk),
    maxRisk && riskIsAtMost(maxRisk),
    minFiles !== undefined && atLeast(minFiles, countFiles, "changed file"),
    maxFiles !== undefined && atMost(maxFiles, countFiles, "changed file"),
    minLines !== undefined && atLeast(minLines, countLines, "changed line"),
    maxLines !== undefined && atMost(maxLines, countLines, "changed line"),
    files && touches(files),
    onlyFiles && touchesOnly(onlyFiles),
  ];
  return parts.filter((part) => typeof part === "function");
}

function result(holds: boolean, because: string): PartResult {
  return { outcome: holds ? "holds" : "fails", because };
}

function anyOf(texts: readonly string[]): string {
  return listed(texts, { word: "or", limit: 3 });
}

function unsure(because: string): PartResult {
  return { outcome: "unsure", because };
}

function forkIs(fork: boolean): Part {
  return ({ facts }) =>
    result(facts.fork === fork, facts.fork ? "it comes from a fork" : "it comes from no fork");
}

function baseMatches(globs: readonly string[]): Part {
  const match = compileGlobs(globs);
  return ({ facts: { baseBranch } }) => {
    const glob = match(baseBranch);
    return glob === undefined
      ? result(false, `the base branch ${baseBranch} does not match ${anyOf(globs)}`)
      : result(true, `the base branch ${baseBranch} matches ${glob}`);
  };
}

function hasLabel(labels: readonly string[]): Part {
  const wanted = new Set(labels.map((label) => label.toLowerCase()));
  return ({ facts }) => {
    const label = facts.labels.find((given) => wanted.has(given.toLowerCase()));
    return label === undefined
      ? result(false, `it has no label ${anyOf(labels)}`)
      : result(true, `it has the label ${label}`);
  };
}

function isBy(authors: readonly string[]): Part {
  const named = authors.map(readAuthor);
  return ({ facts: { author }, teams }) => {
    const match = named.find((candidate) => isAuthor(candidate, author, teams));
    if (match === undefined) {
      return result(false, `${author.login} is not among ${listed(authors, { limit: 3 })}`);
    }
    return result(
      true,
      match.kind === "team"
        ? `the author ${author.login} is in ${match.text}`
        : `the author is ${author.login}`,
    );
  };
}

type NamedAuthor = { readonly kind: "account" | "team"; readonly text: string };

function readAuthor(text: string): NamedAuthor {
  return { kind: parsePrincipal(text)?.kind === "team" ? "team" : "account", text };
}

function isAuthor(named: NamedAuthor, author: Account, teams: Eligibility["teams"]): boolean {
  const login = author.login.toLowerCase();
  const name = named.text.replace(/^@/, "").toLowerCase();
  return named.kind === "team" ? (teams[name]?.includes(login) ?? false) : name === login;
}

function titleMatches(pattern: string): Part {
  const expression = RE2JS.compile(pattern);
  return ({ facts: { title } }) =>
    expression.test(title)
      ? result(true, `the title “${title}” matches ${pattern}`)
      : result(false, `the title “${title}” does not match ${pattern}`);
}

function riskIsAtLeast(floor: RiskLevel): Part {
  return ({ level }) =>
    level === null
      ? unsure("the risk level is not known yet")
      : result(isAtLeast(level, floor), `the risk is ${level}`);
}

function riskIsAtMost(ceiling: RiskLevel): Part {
  return ({ level }) =>
    level === null
      ? unsure("the risk level is not known yet")
      : result(isAtLeast(ceiling, level), `the risk is ${level}`);
}

function countFiles({ files }: ChangeFacts): number {
  return files.length;
}

function countLines({ files }: ChangeFacts): number {
  return files.reduce((sum, { additions, deletions }) => sum + additions + deletions, 0);
}

function atLeast(least: number, count: (facts: ChangeFacts) => number, noun: string): Part {
  return ({ facts, factsComplete }) => {
    const observed = count(facts);
    if (observed < least && !factsComplete) return unsure(atLeastKnown(observed, noun));
    return result(observed >= least, counted(observed, noun));
  };
}

function atMost(most: number, count: (facts: ChangeFacts) => number, noun: string): Part {
  return ({ facts, factsComplete }) => {
    const observed = count(facts);
    if (observed <= most && !factsComplete) return unsure(atLeastKnown(observed, noun));
    return result(observed <= most, counted(observed, noun));
  };
}

function atLeastKnown(observed: number, noun: string): string {
  return `${counted(observed, noun)} or more: the list of files is incomplete`;
}

function touches(globs: readonly string[]): Part {
  const match = compileGlobs(globs);
  return ({ facts, factsComplete }) => {
    for (const path of facts.files.flatMap(namesOf)) {
      const glob = match(path);
      if (glob !== undefined) return result(true, `${path} matches ${glob}`);
    }
    return factsComplete
      ? result(false, `no changed file matches ${anyOf(globs)}`)
      : unsure("the list of files is incomplete");
  };
}

function touchesOnly(globs: readonly string[]): Part {
  const match = compileGlobs(globs);
  return ({ facts, factsComplete }) => {
    const paths = facts.files.flatMap(namesOf);
    const other = paths.find((path) => match(path) === undefined);
    if (other !== undefined) {
      return result(false, `${other} does not match ${anyOf(globs)}`);
    }
    if (!factsComplete) return unsure("the list of files is incomplete");
    // A change without files says nothing of what it is.
    if (paths.length === 0) return result(false, "no file is changed");
    return result(true, `every changed file matches ${anyOf(globs)}`);
  };
}

/** Both names of a rename: its author chose the new one. The source of a copy is left as it was. */
function namesOf({ path, previousPath, status }: FileChange): string[] {
  return previousPath === undefined || status === "copied" ? [path] : [path, previousPath];
}
