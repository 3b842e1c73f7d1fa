import { LRUCache } from "lru-cache";
import { eligibilityQuestions } from "#core/approval/eligibility.ts";
import type { Account } from "#core/change/facts.ts";
import type { Eligibility, ObservedChange } from "#core/change/observed-change.ts";
import type { RecordedFacts } from "#core/change/recorded-facts.ts";
import { commandQuestions } from "#core/command/command-questions.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { createDiffs, type Diff, type Diffs } from "./diffs.ts";
import { createEligibilityAnswers, type EligibilityAnswers } from "./eligibility-answers.ts";
import {
  type CommentPage,
  locateOurComment,
  readFurtherCommits,
  readOlderReviews,
} from "./further-pages.ts";
import { totalsOf } from "./map-facts.ts";
import { findOurComment } from "./map-written.ts";
import type { UnhandledOf } from "./missed-comments.ts";
import { readLastPusher } from "./read-last-pusher.ts";
import type { ChangeName, Snapshot } from "./read-snapshot.ts";
import type { CommitNode, ReviewNode } from "./snapshot-schema.ts";

/** Something that a snapshot needs beside itself: at hand, or to be fetched before the snapshot is taken again. */
export type Piece<Value> =
  | { readonly kind: "here"; readonly value: Value }
  | { readonly kind: "missing"; readonly fetch: () => Promise<void> };

/** What is kept from one observation to the next: immutable, revalidated, or a place to look at first. */
export type Kept = {
  readonly diffs: Diffs;
  readonly eligibility: EligibilityAnswers;
  readonly pushers: LRUCache<
    string,
    { readonly account: Account | null; readonly readAtMs: number }
  >;
  readonly commentPages: LRUCache<string, CommentPage>;
  /** Whether GitHub made what it names as a pull request's merge commit, by that commit. */
  readonly mergesByGitHub: LRUCache<string, boolean>;
};

/** What is fetched for one observation only. */
type Fetched = {
  readonly olderReviews: Map<string, readonly ReviewNode[]>;
  readonly furtherCommits: Map<string, readonly CommitNode[]>;
};

/** A branch with the commit that was pushed to it. */
export type PushedHead = {
  readonly repositoryId: number;
  readonly branch: string;
  readonly headSha: string;
};

/** What the pieces are read with. */
export type PieceReader = {
  readonly client: Client;
  readonly installationId: number;
  readonly kept: Kept;
  readonly fetched: Fetched;
  readonly lastPusherOf: (head: PushedHead) => Promise<Account | null>;
  readonly recordedOf: (repository: RepositoryName, number: number) => Promise<RecordedFacts>;
  readonly unhandledOf: UnhandledOf;
  readonly isToRemember: (repository: RepositoryName, mergeSha: string) => Promise<boolean>;
  /** Whether a pull request that was merged is read as if it were open: to decide afterwards what merged. */
  readonly wholeMerges: boolean;
  readonly now: () => number;
};

const unknownPusherMs = 60_000;

export function createKept(now: () => number): Kept {
  return {
    diffs: createDiffs(),
    eligibility: createEligibilityAnswers(now),
    pushers: new LRUCache({ max: 20_000 }),
    commentPages: new LRUCache({ max: 20_000 }),
    mergesByGitHub: new LRUCache({ max: 20_000 }),
  };
}

/**
 * No decision is taken on a pull request that isn't open: its diff is not read, and the totals say that it is missing. Only
 * one that was merged is read if it is to be decided afterwards, or (into the default branch) to be remembered: compared with its base
 * as it was.
 */
export async function diffPiece(reader: PieceReader, snapshot: Snapshot): Promise<Piece<Diff>> {
  const { client, kept } = reader;
  const { name, pullRequest, baseSha } = snapshot;
  const isOpen = pullRequest.state === "OPEN";
  const isWanted = isDecided(reader, snapshot) || (await isWantedMerge(reader, snapshot));
  if (!isWanted) return here({ files: [], commits: [] });
  const pair = {
    baseSha: isOpen ? baseSha : pullRequest.baseRefOid,
    headSha: pullRequest.headRefOid,
  };
  const question = { ...name, pair, totals: totalsOf(pullRequest) };
  const diff = kept.diffs.find(question);
  return diff ? here(diff) : missing(() => kept.diffs.read(client, question));
}

/** Whether a decision is taken on it, which needs everything. */
function isDecided({ wholeMerges }: PieceReader, { pullRequest }: Snapshot): boolean {
  const { state } = pullRequest;
  return state === "OPEN" || (state === "MERGED" && wholeMerges);
}

async function isWantedMerge(
  { isToRemember }: PieceReader,
  { name, pullRequest, defaultBranch }: Snapshot,
): Promise<boolean> {
  const { state, baseRefName, mergeCommit, headRefOid } = pullRequest;
  if (state !== "MERGED" || baseRefName !== defaultBranch) return false;
  return isToRemember(name.repository, mergeCommit?.oid ?? headRefOid);
}

/** The reviews before the newest 100; read again whenever the list moves. */
export function olderReviewsPiece(
  { client, fetched }: PieceReader,
  { pullRequest }: Snapshot,
): Piece<readonly ReviewNode[]> {
  const { pageInfo, totalCount } = pullRequest.reviews;
  if (!pageInfo.hasPreviousPage || pageInfo.startCursor === null) return here([]);
  const before = pageInfo.startCursor;
  return remembered(fetched.olderReviews, `${before} ${totalCount}`, () =>
    readOlderReviews(client, pullRequest.id, before),
  );
}

/** The commits after the first 100. */
export function furtherCommitsPiece(
  { client, fetched }: PieceReader,
  { pullRequest }: Snapshot,
): Piece<readonly CommitNode[]> {
  const { pageInfo } = pullRequest.commits;
  if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return here([]);
  const after = pageInfo.endCursor;
  return remembered(fetched.furtherCommits, `${after} ${pullRequest.headRefOid}`, () =>
    readFurtherCommits(client, pullRequest.id, after),
  );
}

/** Where the snapshot looks for our comment. Here when it is there, or nowhere. */
export function commentPiece({ client, kept }: PieceReader, snapshot: Snapshot): Piece<null> {
  const { comments, id } = snapshot.pullRequest;
  const key = commentKey(snapshot.name);
  const page = kept.commentPages.get(key) ?? firstPage;
  if (findOurComment(comments) !== null) {
    kept.commentPages.set(key, { ...page, found: true });
    return here(null);
  }
  if (page.found) {
    return missing(async () => {
      kept.commentPages.delete(key);
    });
  }
  const { hasNextPage, endCursor } = comments.pageInfo;
  if (!hasNextPage || endCursor === null) return here(null);
  return missing(async () => {
    kept.commentPages.set(key, await locateOurComment(client, id, endCursor));
  });
}

const firstPage: CommentPage = { after: null, found: false };

/** The cursor after which the snapshot should look for our comment. */
export function commentCursor({ kept }: PieceReader, name: ChangeName): string | null {
  return (kept.commentPages.get(commentKey(name)) ?? firstPage).after;
}

/** Who pushed the head: by a signed delivery, else by GitHub's activity log. That can be late: it is asked again after a minute. */
export async function lastPusherPiece(
  reader: PieceReader,
  snapshot: Snapshot,
): Promise<Piece<Account | null>> {
  const { client, kept, lastPusherOf, now } = reader;
  const { headRefOid: sha, headRefName: branch, headRepository } = snapshot.pullRequest;
  if (headRepository === null) return here(null);
  const { databaseId: repositoryId, owner, name } = headRepository;
  const key = `${repositoryId} ${branch} ${sha}`;
  const known = kept.pushers.get(key);
  const account = known?.account ?? (await lastPusherOf({ repositoryId, branch, headSha: sha }));
  if (account !== null) return here(account);
  const asked = known !== undefined && now() - known.readAtMs < unknownPusherMs;
  if (asked || !isDecided(reader, snapshot)) return here(null);
  const repository = { owner: owner.login, name };
  return missing(async () => {
    const readAtMs = now();
    const read = await readLastPusher(client, { repository, branch, sha });
    kept.pushers.set(key, { account: read, readAtMs });
  });
}

/** Who may approve, asked for those who did, and what the givers of pending commands may do. */
export function eligibilityPiece(
  { client, installationId, kept, wholeMerges }: PieceReader,
  observed: Omit<ObservedChange, "eligibility">,
  givers: readonly Account[],
): Piece<Eligibility> {
  const state = wholeMerges && observed.state === "merged" ? "merged" : "open";
  const questions =
    givers.length > 0
      ? commandQuestions(observed, givers)
      : eligibilityQuestions(observed, { state });
  const answers = kept.eligibility.find(installationId, observed.repository, questions);
  if (answers !== null) return here(answers);
  return missing(() =>
    kept.eligibility.ask(client, installationId, observed.repository, questions),
  );
}

function remembered<Value>(
  memory: Map<string, Value>,
  key: string,
  read: () => Promise<Value>,
): Piece<Value> {
  const value = memory.get(key);
  if (value !== undefined) return here(value);
  return missing(async () => {
    memory.set(key, await read());
  });
}

function commentKey({ repository, number }: ChangeName): string {
  return `${formatRepository(repository)}#${number}`.toLowerCase();
}

function here<Value>(value: Value): Piece<Value> {
  return { kind: "here", value };
}

function missing<Value>(fetch: () => Promise<void>): Piece<Value> {
  return { kind: "missing", fetch };
}
