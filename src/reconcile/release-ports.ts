import type { RangeCommit } from "#core/change-set/change-set.ts";
import type { AssociatedCommits } from "#core/change-set/claim-commits.ts";
import type { MergedChange } from "#core/change-set/merged-change.ts";
import type { Deployment } from "#core/gate/deployment-log.ts";
import type { RepositoryName } from "#core/key.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import type { Contributing } from "#core/release/find-contributing.ts";
import type { RecordedName, RecordedRelease } from "#core/release/find-recorded-names.ts";
import type { ReleaseContents } from "#core/release/release-contents.ts";
import type { Tag } from "#core/release/tag.ts";
import type { RecordedReview } from "#core/review/review.ts";
import type { ConfirmLease, MarkDirty } from "./ports.ts";

/** A tag's reference. */
export type TagReference = {
  readonly tag: string;
  /** What it names: a commit, or the tag object of an annotated tag. */
  readonly targetSha: string;
  /** The commit that it stands for; null where that was not asked. */
  readonly commitSha: string | null;
};

/** A tag as it stands, and what governs it. */
export type TagAtGitHub = {
  readonly defaultBranch: string;
  /** The repository's and the organisation's policy on their default branches, where there is one; the repository's own first. */
  readonly policies: readonly PolicySource[];
  /** Null when it is deleted, or names no commit. */
  readonly tag: Tag | null;
  /** What its reference names; null when it is deleted. */
  readonly targetSha: string | null;
  /** The release that people published for it. */
  readonly published: {
    readonly id: number;
    readonly name: string;
    readonly body: string;
  } | null;
  readonly newestTags: readonly TagReference[];
  /** Whether these are all tags of the repository. */
  readonly areAllTags: boolean;
};

/** A draft of ours, with what people wrote around our part. */
export type OurDraft = { readonly id: number; readonly body: string };

/** What the reconciler of releases needs of GitHub. */
export interface ReleasesAtGitHub {
  /** Null when the repository is gone or empty. */
  readTag(
    installationId: number,
    repository: RepositoryName,
    tag: string,
  ): Promise<TagAtGitHub | null>;
  listTags(installationId: number, repository: RepositoryName): Promise<readonly TagReference[]>;
  /** The newest first, until one is found that ends the search; `complete` when there are no more. */
  readCommits(
    installationId: number,
    repository: RepositoryName,
    headSha: string,
    options: { readonly mostPages: number; readonly isLast?: (sha: string) => boolean },
  ): Promise<{ readonly commits: readonly RangeCommit[]; readonly complete: boolean }>;
  /** What the head has and the base has not; null when they have no common history. */
  readRange(
    installationId: number,
    repository: RepositoryName,
    range: { readonly baseSha: string; readonly headSha: string },
    mostPages: number,
  ): Promise<{
    readonly commits: readonly RangeCommit[];
    readonly total: number;
    readonly behind: number;
    readonly changedFiles: number | null;
  } | null>;
  associatedPullRequests(
    installationId: number,
    repository: RepositoryName,
    shas: readonly string[],
  ): Promise<Pick<AssociatedCommits, "pullRequests" | "associated">>;
  /** What a commit touches; null where GitHub does not tell all. */
  readPaths(
    installationId: number,
    repository: RepositoryName,
    sha: string,
  ): Promise<readonly string[] | null>;
  /** The newest 100 deployments to some environments, with how they went. */
  readDeployments(
    installationId: number,
    repository: RepositoryName,
    environments: readonly string[],
  ): Promise<readonly Deployment[]>;
  /** Null when the release is no draft of the tag (any more). */
  readDraft(
    installationId: number,
    repository: RepositoryName,
    tag: string,
    releaseId: number,
  ): Promise<OurDraft | null>;
  /** The oldest first. One that was made a moment ago may be missing. */
  findDrafts(
    installationId: number,
    repository: RepositoryName,
    tag: string,
  ): Promise<readonly OurDraft[]>;
  /** Gives its number. */
  createDraft(
    installationId: number,
    repository: RepositoryName,
    draft: { readonly tag: string; readonly body: string; readonly isPrerelease: boolean },
  ): Promise<number>;
  updateDraft(installationId: number, repository: RepositoryName, draft: OurDraft): Promise<void>;
  deleteDraft(installationId: number, repository: RepositoryName, id: number): Promise<void>;
}

/** A release that was drafted, as it was last left. */
export type KnownRelease = {
  readonly commitSha: string;
  readonly movedFromSha: string | null;
  readonly releaseId: number | null;
  /** When a draft was asked for of which it is not certain that it is the only one; milliseconds since the epoch. */
  readonly attemptedAtMs: number | null;
  readonly ledger: LedgerPosition;
};

/** What is kept of releases. */
interface ReleaseStore {
  find(repository: RepositoryName, tag: string): Promise<KnownRelease | null>;
  /** Enters notes in the ledger unless they equal the ones entered before; gives their entry in either case. */
  recordDrafted(notes: {
    readonly repository: RepositoryName;
    readonly tag: string;
    readonly commitSha: string;
    readonly movedFromSha: string | null;
    readonly digest: string;
    readonly data: JsonValue;
  }): Promise<LedgerPosition>;
  /** A draft is about to be asked for: from now on there may be one of which we don't know. */
  noteAttempt(repository: RepositoryName, tag: string): Promise<void>;
  /** It was answered that no draft was made. */
  forgetAttempt(repository: RepositoryName, tag: string): Promise<void>;
  noteDraft(
    repository: RepositoryName,
    tag: string,
    draft: { readonly releaseId: number; readonly isOnly: boolean },
  ): Promise<void>;
  /** Enters what people published unless the text equals the one entered before. */
  recordPublished(
    repository: RepositoryName,
    tag: string,
    publication: { readonly digest: string; readonly data: JsonValue },
  ): Promise<void>;
  noteUnpublished(repository: RepositoryName, tag: string): Promise<void>;
  recordWithdrawn(repository: RepositoryName, tag: string, data: JsonValue): Promise<void>;
  /** Enters why there can be no draft, unless it was entered for this commit before. */
  recordRefused(
    repository: RepositoryName,
    tag: string,
    refusal: { readonly commitSha: string; readonly because: string },
  ): Promise<void>;
  forgetRefusal(repository: RepositoryName, tag: string): Promise<void>;
}

/** Which tags are known. */
export interface TagStore {
  isWatched(repository: RepositoryName): Promise<boolean>;
  /** Takes the tags that are there for the past, once. */
  beginWatch(repository: RepositoryName, tags: readonly string[]): Promise<void>;
  /** Remembers that a tag was looked at, and what its reference named; null when it was gone. */
  noteSeen(repository: RepositoryName, tag: string, targetSha: string | null): Promise<void>;
  /** The tags that are new, moved or deleted since they were looked at. */
  findMissed(
    repository: RepositoryName,
    present: readonly TagReference[],
  ): Promise<readonly string[]>;
}

/** What is on record of the changes in a release. */
interface ReleaseRecords {
  mergedWith(repository: RepositoryName, shas: readonly string[]): Promise<readonly MergedChange[]>;
  numbered(
    repository: RepositoryName,
    numbers: readonly number[],
  ): Promise<readonly MergedChange[]>;
  /** Issues about unauthorised changes, by the commit with which a branch received them. */
  issuesAbout(
    repository: RepositoryName,
    shas: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
  /** The digests of the diffs with which changes stood at these heads, by number; those that are not known are missing. */
  digestsOf(
    repository: RepositoryName,
    heads: readonly { readonly number: number; readonly headSha: string }[],
  ): Promise<ReadonlyMap<number, string>>;
  /** Which people's first change is one of the release; null where the past is not known well enough. */
  firstTimers(
    repository: RepositoryName,
    people: readonly Contributing[],
    release: { readonly shas: ReadonlySet<string>; readonly numbers: ReadonlySet<number> },
  ): Promise<ReadonlySet<number> | null>;
}

/** What each drafted release brings. */
interface ReleasedChangeStore {
  /** Keeps what a release brings now. */
  note(repository: RepositoryName, tag: string, contents: ReleaseContents): Promise<void>;
  forget(repository: RepositoryName, tag: string): Promise<void>;
  /** Which releases but one had commits of these names. */
  named(
    repository: RepositoryName,
    tag: string,
    names: readonly string[],
  ): Promise<readonly RecordedName[]>;
  /** The one that was drafted first comes first. */
  inOrder(repository: RepositoryName): Promise<readonly RecordedRelease[]>;
}

/** What the reconciler of releases needs. */
export type ReleasePorts = {
  readonly releasedChanges: ReleasedChangeStore;
  readonly markDirty: MarkDirty;
  readonly confirmLease: ConfirmLease;
  readonly github: ReleasesAtGitHub;
  readonly tags: TagStore;
  readonly releases: ReleaseStore;
  readonly releaseRecords: ReleaseRecords;
  readonly reviews: {
    /** The retrospective review of a merged change; null when none is owed. */
    find(repository: RepositoryName, number: number): Promise<RecordedReview | null>;
  };
  /** Where GitHub's pages are, without a slash at the end. */
  readonly webUrl: string;
};
