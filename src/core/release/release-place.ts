import type { Account } from "#core/change/facts.ts";
import { commitsOf, type SetChange } from "#core/change-set/change-set.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { shortSha } from "#core/text/words.ts";

/** Where the notes will stand; null when they stand nowhere that links lead to. */
export type ReleasePlace = {
  readonly repository: RepositoryName;
  /** Where GitHub's pages are, without a slash at the end. */
  readonly webUrl: string;
  /** Whether logins are GitHub's. A local history knows only names. */
  readonly knowsLogins: boolean;
} | null;

/** A commit's short SHA, as a link where there is a page. */
export function linkCommit(sha: string, place: ReleasePlace): string {
  const code = asCode(shortSha(sha));
  if (place === null) return code;
  return `[${code}](${place.webUrl}/${formatRepository(place.repository)}/commit/${sha})`;
}

/** What a change is called in a list: `#12`, which GitHub links by itself, or its last commit. */
export function nameChange(change: SetChange, place: ReleasePlace): string {
  return change.kind === "pull-request"
    ? `#${change.pullRequest.number}`
    : linkCommit(commitsOf(change).at(-1)?.sha ?? "", place);
}

/**
 * A person, never as a live mention: a draft is written anew whenever its tag moves, commits may name anybody, and nobody is to
 * be called by either. GitHub's own notes do mention; whoever publishes may add the `@`.
 */
export function linkPerson(account: Account, place: ReleasePlace): string {
  if (place === null || !place.knowsLogins) return asProse(account.login);
  const path = account.login.endsWith("[bot]")
    ? `apps/${encodeForLink(account.login.slice(0, -"[bot]".length))}`
    : encodeForLink(account.login);
  return `[${asProse(account.login)}](${place.webUrl}/${path})`;
}

/** The page that compares two tags; empty where there is none. */
export function linkComparison(from: string, to: string, place: ReleasePlace): string {
  if (place === null) return "";
  const [base, head] = [from, to].map(encodeForLink);
  const page = `${place.webUrl}/${formatRepository(place.repository)}/compare/${base}...${head}`;
  return `[${asCode(`${from}...${to}`)}](${page})`;
}

/** Slashes stay: GitHub reads them in refs. Parentheses would end a Markdown link. */
function encodeForLink(text: string): string {
  return text
    .split("/")
    .map(encodeURIComponent)
    .join("/")
    .replaceAll("(", "%28")
    .replaceAll(")", "%29");
}
