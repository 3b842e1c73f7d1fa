/** What is kept of tags and the releases drafted for them. */
export type ReleaseTables = {
  readonly tag_watch: TagWatchTable;
  readonly known_tag: KnownTagTable;
  readonly release: ReleaseTable;
  readonly released_change: ReleasedChangeTable;
  readonly shipped_name: ShippedNameTable;
  readonly release_refusal: ReleaseRefusalTable;
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
  /** The entry with which it was drafted first since its tag came; releases were drafted in this order. */
  readonly first_seq: number | null;
  /** The tag of its baseline, where that is an ancestor; null otherwise. */
  readonly ancestor_tag: string | null;
};

/** A pull request of a release. */
type ReleasedChangeTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly tag: string;
  readonly number: number;
  /** Of what the draft shows of how it was let in, see `core/release/release-contents.ts`. */
  readonly shown: string;
  /** 0: what it brought was reverted before the release. */
  readonly is_in: number;
  /** 1: it was told that it is released. */
  readonly is_told: number;
};

/** A name by which a commit of a release may be known again in another line. */
type ShippedNameTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly tag: string;
  /** See `namesOfChange` in `core/change-set/find-shipped.ts`. */
  readonly name: string;
  readonly sha: string;
};

/** Why a release could not be drafted last. */
type ReleaseRefusalTable = {
  /** `owner/name`. */
  readonly repository: string;
  readonly tag: string;
  readonly commit_sha: string;
  readonly because: string;
};
