import { formatRepository, type RepositoryName } from "#core/key.ts";
import { asCode } from "./markdown.ts";
import { shortSha } from "./words.ts";

/** Where GitHub's pages of a repository are; `webUrl` has no slash at its end. */
export type RepositoryPages = { readonly repository: RepositoryName; readonly webUrl: string };

/** `[#12](…)`: a link to a pull request or an issue. */
export function linkNumber({ repository, webUrl }: RepositoryPages, number: number): string {
  return `[#${number}](${webUrl}/${formatRepository(repository)}/pull/${number})`;
}

/** A link to a commit, by the short form of its SHA. */
export function linkCommit({ repository, webUrl }: RepositoryPages, sha: string): string {
  return `[${asCode(shortSha(sha))}](${webUrl}/${formatRepository(repository)}/commit/${sha})`;
}
