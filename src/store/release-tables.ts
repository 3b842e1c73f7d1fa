/** What is kept of tags and the releases drafted for them. */
export type ReleaseTables = {
  readonly tag_watch: TagWatchTable;
  readonly known_tag: KnownTagTable;
  readonly release: ReleaseTable;
};

/** A repository whose tags are known from a moment on; those that it had by then are the past. */
type TagWatchTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly since_ms: number;
};

type KnownTagTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly tag: string;
  /** What its reference named when it was last looked at: a commit or a tag object. Null for the past. */
  readonly target_sha: string | null;
};

export type ReleaseTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly tag: string;
  /** The commit whose notes were drafted last. */
  readonly commit_sha: string;
  /** The commit that the tag named before it was moved there; null unless it was. */
  readonly moved_from_sha: string | null;
  /** Of the notes without their ledger entry, and that entry. */
  readonly notes_digest: string;
  readonly ledger_seq: number;
  readonly ledger_hash: string;
  /** When a draft was last asked for of which it is not certain that it is the only one; null when it is. */
  readonly attempted_ms: number | null;
  /** GitHub's number of the draft; null before it is known, and once it is gone. */
  readonly release_id: number | null;
  /** Of the text that people published; null while nothing is published. */
  readonly published_digest: string | null;
};
