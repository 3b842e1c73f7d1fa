import type { Account, Repository } from "./model.ts";

export type Release = {
  readonly id: number;
  readonly nodeId: string;
  readonly kind: "release";
  readonly repository: Repository;
  readonly author: Account;
  /** The date of the commit, not of the release. */
  createdAt: string;
  updatedAt: string;
  /** Null while it is a draft. */
  publishedAt: string | null;
  tagName: string;
  /** Where the tag is made when it does not exist by then; meaningless afterwards. */
  targetCommitish: string;
  name: string | null;
  body: string | null;
  prerelease: boolean;
  /** Its tag can't be moved and only name and body can change. */
  immutable: boolean;
};

/** What a repository has released. */
export type Releases = {
  /** In the order of their making. */
  readonly all: Release[];
  /** Names that a deleted immutable release had: they are never free again. */
  readonly burnedTags: Set<string>;
  /** Whether publishing makes a release immutable. */
  immutable: boolean;
  /** How many lists are answered before a new release shows in them. */
  listingLag: number;
  /** How many lists still leave a release out. */
  readonly unlistedFor: Map<Release, number>;
};

/** No release yet. */
export function noReleases(): Releases {
  return {
    all: [],
    burnedTags: new Set(),
    immutable: false,
    listingLag: 0,
    unlistedFor: new Map(),
  };
}

/** The published release of a tag; there is one at most, whereas drafts of a tag may be many. */
export function publishedRelease({ releases }: Repository, tagName: string): Release | undefined {
  return releases.all.find((each) => each.publishedAt !== null && each.tagName === tagName);
}

/** The newest published release that is no pre-release. */
export function latestRelease({ releases }: Repository): Release | undefined {
  return releases.all
    .filter(({ publishedAt, prerelease }) => publishedAt !== null && !prerelease)
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id - b.id)
    .at(-1);
}
