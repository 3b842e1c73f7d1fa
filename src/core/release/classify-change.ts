import { CommitParser } from "conventional-commits-parser";
import type { SetChange } from "#core/change-set/change-set.ts";
import { messagesOf, titleOf } from "#core/change-set/change-title.ts";
import { clipped } from "#core/text/words.ts";

/** The sections of release notes, in their order. */
export const sectionNames = [
  "Breaking changes",
  "Security",
  "Features",
  "Fixes",
  "Performance",
  "Dependencies",
  "Documentation",
  "Other changes",
  "Maintenance",
] as const;
export type SectionName = (typeof sectionNames)[number];

/** What users hardly look for, and there may be much of it. */
export const quietSections: ReadonlySet<SectionName> = new Set(["Dependencies", "Maintenance"]);

/** Where a change belongs in release notes, and what it is called there. */
export type Classified = {
  readonly section: SectionName;
  /** The scope of a conventional title (`api` of `feat(api): …`); null without one. */
  readonly scope: string | null;
  /** The title without its conventional type and scope. Untrusted text. */
  readonly subject: string;
  /** What breaks, as its author says in a `BREAKING CHANGE` footer; null without one. Untrusted text. */
  readonly breakingNote: string | null;
};

/** Longer messages are not searched for footers: the parser's work grows with them. */
const longestMessage = 20_000;

const parser = new CommitParser({
  headerPattern: /^(\w+)(?:\(([^()]*)\))?!?:\s+(.+)$/,
  headerCorrespondence: ["type", "scope", "subject"],
  noteKeywords: ["BREAKING CHANGE", "BREAKING-CHANGE"],
  // Notes, header and nothing else: what people write must not name fields of the result.
  fieldPattern: /(?!)/,
});

const sectionOfType = new Map<string, SectionName>([
  ["feat", "Features"],
  ["feature", "Features"],
  ["fix", "Fixes"],
  ["bugfix", "Fixes"],
  ["hotfix", "Fixes"],
  ["perf", "Performance"],
  ["security", "Security"],
  ["sec", "Security"],
  ["deps", "Dependencies"],
  ["docs", "Documentation"],
  ["doc", "Documentation"],
]);

const sectionOfLabel: readonly (readonly [RegExp, SectionName])[] = [
  [/^(?:kind|type|semver)?[/: -]*(?:breaking|breaking[- ]changes?|major)$/i, "Breaking changes"],
  [/^(?:(?:kind|type|area)[/: -]*)?(?:security|vulnerability)$/i, "Security"],
  [/^(?:(?:kind|type)[/: -]*)?(?:feature|enhancement|feat)$/i, "Features"],
  [/^(?:(?:kind|type)[/: -]*)?(?:bug|bug-?fix|fix|regression)$/i, "Fixes"],
  [/^(?:(?:kind|type|area)[/: -]*)?(?:performance|perf)$/i, "Performance"],
  [/^(?:(?:kind|type|area)[/: -]*)?(?:dependencies|dependency|deps)$/i, "Dependencies"],
  [/^(?:(?:kind|type|area)[/: -]*)?(?:documentation|docs)$/i, "Documentation"],
];

/**
 * The section of a change: breaking by `!`, a `BREAKING CHANGE` footer or a label; security by its origin in an advisory, or by
 * words that nobody uses for anything else; else by the type of a conventional title (https://www.conventionalcommits.org), else
 * by a label, else by what a title says without the convention.
 */
export function classifyChange(change: SetChange): Classified {
  const { type, scope, subject, isMarked } = readTitle(titleOf(change));
  const labels = change.kind === "pull-request" ? change.pullRequest.labels : [];
  const byLabel = sectionOfLabel.find(([pattern]) => labels.some((label) => pattern.test(label)));
  const breakingNote = readBreakingNote(messagesOf(change));
  const isSecurity =
    fromAdvisory.test(messagesOf(change)[0] ?? "") ||
    (sectionOf(type, scope) !== "Documentation" && securityWords.test(subject));
  const isBreaking = isMarked || breakingNote !== null || byLabel?.[1] === "Breaking changes";
  return {
    section: isBreaking
      ? "Breaking changes"
      : ((isSecurity ? "Security" : sectionOf(type, scope)) ??
        byLabel?.[1] ??
        sectionOfWords(type, subject, change)),
    scope: dependencyScope.test(scope ?? "") ? null : scope,
    subject,
    breakingNote,
  };
}

/** Says no more than the section. */
const dependencyScope = /^(?:deps|deps-dev|dependencies)$/i;

function readTitle(title: string) {
  // "[release-1.2] fix: …": the branch that a backport names is no part of the convention.
  const branch = /^(?:\[[^\]]*\]\s*)+/.exec(title)?.[0] ?? "";
  const bare = title.slice(branch.length);
  if (bare.trim() === "") return { type: null, scope: null, subject: title, isMarked: false };
  const { type, scope, subject } = parser.parse(bare.split("\n", 1)[0] ?? bare);
  const known = type?.toLowerCase() ?? null;
  if (known === null || !isConventional(known)) {
    return { type: null, scope: null, subject: title, isMarked: false };
  }
  const isMarked = /^\w+(?:\([^()]*\))?!:/.test(bare);
  return { type: known, scope: scope || null, subject: subject ?? bare, isMarked };
}

/** Other words before a colon ("server: …") are the author's own and stay in the title. */
function isConventional(type: string): boolean {
  return sectionOfType.has(type) || maintenanceType.test(type) || type === "revert";
}

/** These say nothing of what users get: a label may. */
const maintenanceType = /^(?:build|chore|ci|refactor|style|tests?)$/;

function sectionOf(type: string | null, scope: string | null): SectionName | undefined {
  if (type === null) return undefined;
  if (dependencyScope.test(scope ?? "")) return "Dependencies";
  if (type === "fix" && /^security$/i.test(scope ?? "")) return "Security";
  return sectionOfType.get(type);
}

function sectionOfWords(type: string | null, subject: string, change: SetChange): SectionName {
  const author = change.kind === "pull-request" ? change.pullRequest.author.login : "";
  if (dependencyUpdate.test(subject) || dependencyBot.test(author)) return "Dependencies";
  const isUpkeep = maintenanceType.test(type ?? "") || ownVersion.test(subject);
  if (isUpkeep || isBranchMerge(change)) return "Maintenance";
  return type === null && plainFix.test(subject) ? "Fixes" : "Other changes";
}

/** A merge that no pull request brought: what it merged, where that is new, stands by itself. */
export function isBranchMerge(change: SetChange): boolean {
  return change.kind === "direct-push" && change.commit.parents.length > 1;
}

/** "Bump left-pad from 1.0.0 to 1.0.1", "Upgrade left-pad to v2". */
const dependencyUpdate =
  /^(?:bump \S+ from \S+ to |(?:bump|update|upgrade)(?:e?[sd])? (?:(?:dependency|module) )?\S+ to v?\d\S*(?=$| in | \[))/i;

/** "Release 1.2.0", "Bumped v1.2.0": the release itself. */
const ownVersion = /^(?:(?:bump(?:ed|s)?|release|prepare|version|to)[\s:]+)*v?\d+\.\d+\.\d+\S*$/i;

/** GitHub's words when the private fork of a security advisory is merged: https://docs.github.com/en/code-security/security-advisories */
const fromAdvisory = /^Merge commit from fork\b/;

/** Also of an update: "Bump sanitize-html to 2.17.5 [SECURITY]". */
const securityWords =
  /\bCVE-\d{4}-\d{4,}|\bGHSA(?:-[0-9a-z]{4}){3}\b|\[security\]|\bsecurity (?:bump|fix(?:es)?|patch(?:es)?)\b/i;

/** "server: fix a leak" of who follows no convention. What is mended in tests and texts mends nothing for users. */
const plainFix =
  /^(?:[\w./-]+: )?fix(?:e[sd])?\b(?!.*\b(?:comments?|docs?|flak\w*|lint\w*|tests?|typos?)\b)/i;

const dependencyBot = /^(?:dependabot|renovate)(?:-\w+)?\[bot\]$/;

function readBreakingNote(messages: readonly string[]): string | null {
  for (const message of messages) {
    if (!/^BREAKING[ -]CHANGE/im.test(message)) continue;
    const [note] = parser.parse(clipped(message, longestMessage)).notes;
    if (note !== undefined && !saysNothing.test(note.text.trim())) return firstParagraph(note.text);
  }
  return null;
}

/** As people fill in a template that asks for breaking changes where there are none. */
const saysNothing = /^(?:n\/?a|no|none|nothing|-)?[.!]?$/i;

function firstParagraph(text: string): string {
  return text.trim().split(/\n\s*\n/, 1)[0] ?? "";
}
