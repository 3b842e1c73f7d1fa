import type { ChangeFacts, CommitFacts, CommitIdentity, FileChange } from "#core/change/facts.ts";
import { namesOf } from "#core/change/file-names.ts";
import { classifyFileChange } from "#core/risk/file-class.ts";
import { isManifest } from "#core/risk/major-bump.ts";

/** What is known of a change apart from its past. */
export type OwnFacts = Omit<ChangeFacts, "history">;

/** A change that came to the default branch: a merged pull request or a direct push, as the server keeps it. */
export type RememberedChange = {
  /** The commit that brought it: by it nothing is remembered twice. */
  readonly sha: string;
  /** The pull request's number; null for a direct push. */
  readonly number: number | null;
  readonly mergedAtMs: number;
  readonly facts: OwnFacts;
  /** Whether the facts are all that a decision needs. Some ways to learn of a change leave out diffs, or cut lists short. */
  readonly whole: boolean;
  /** Whether the server saw the pull request itself, which tells most: it replaces what another way told. */
  readonly observed: boolean;
};

/** So much of a change is kept, in characters of JSON; a bigger one can't be decided anew. */
const mostPackedFacts = 250_000;

/**
 * What deciding a past change anew takes, as JSON: no diffs but those of manifests, no messages. Null where the facts are
 * not whole, or too many to keep.
 */
export function packFacts({
  facts,
  whole,
}: Pick<RememberedChange, "facts" | "whole">): string | null {
  if (!whole) return null;
  const packed: OwnFacts = {
    title: facts.title,
    author: facts.author,
    baseBranch: facts.baseBranch,
    labels: facts.labels,
    fork: facts.fork,
    files: facts.files.map(packFile),
    commits: facts.commits.map(packCommit),
    totals: facts.totals,
  };
  const text = JSON.stringify(packed);
  return text.length > mostPackedFacts ? null : text;
}

/** Reads what {@link packFacts} wrote. */
export function unpackFacts(text: string): OwnFacts {
  return JSON.parse(text);
}

/** Paths that are longer, in bytes, can't be looked up: no index of a database holds them. */
const longestPath = 1_000;

/**
 * The files whose past a change adds to: what is source by its name, whatever a policy ignores. Policies change, the past
 * does not.
 */
export function sourceFilesOf({ files }: Pick<OwnFacts, "files">): readonly FileChange[] {
  return files.filter(
    (file) =>
      classifyFileChange(file, builtInOnly) === "source" &&
      namesOf(file).every((path) => Buffer.byteLength(path) <= longestPath),
  );
}

const builtInOnly: readonly string[] = [];

function packFile(file: FileChange): FileChange {
  const { path, previousPath, status, additions, deletions, patch } = file;
  return {
    path,
    status,
    additions,
    deletions,
    ...(previousPath !== undefined && { previousPath }),
    ...(patch !== undefined && namesOf(file).some(isManifest) && { patch }),
  };
}

function packCommit({ sha, parents, author, committer, coAuthors }: CommitFacts): CommitFacts {
  return {
    sha,
    parents,
    message: "",
    author: packIdentity(author),
    committer: packIdentity(committer),
    coAuthors: coAuthors.map(packIdentity),
  };
}

/** An address matters only where no account is known, and then because it says that GitHub itself made the commit. */
function packIdentity({ name, email, account }: CommitIdentity): CommitIdentity {
  return { name, email: account === null ? email : "", account };
}
