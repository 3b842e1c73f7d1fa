import type { ObservedChange, WrittenChange } from "#core/change/observed-change.ts";
import type { PendingCommand } from "#core/command/received-command.ts";
import { RetryLater } from "#core/errors.ts";
import { formatRepository } from "#core/key.ts";
import type { BranchRules } from "./branch-rules.ts";
import {
  commentCursor,
  commentPiece,
  diffPiece,
  eligibilityPiece,
  furtherCommitsPiece,
  lastPusherPiece,
  olderReviewsPiece,
  type Piece,
  type PieceReader,
} from "./change-pieces.ts";
import type { Client } from "./client.ts";
import { type CommandTraces, findTraces } from "./command-traces.ts";
import type { ShaPair } from "./compare.ts";
import { findMerge, type MergeOfChange } from "./find-merge.ts";
import { mapObserved } from "./map-facts.ts";
import { mapWritten } from "./map-written.ts";
import { findMissed } from "./missed-comments.ts";
import { readPresses } from "./read-presses.ts";
import { type ChangeName, readSnapshot, type Snapshot } from "./read-snapshot.ts";

/** A pull request as it stands at GitHub, or the word that it is not there. */
export type ObservationOfChange =
  | {
      readonly kind: "observed";
      readonly observed: ObservedChange;
      readonly written: WrittenChange;
      readonly repositoryId: number;
      /** When GitHub last changed the pull request, ISO 8601. */
      readonly updatedAt: string;
      readonly isInMergeQueue: boolean;
      /** Null unless merged. */
      readonly merge: MergeOfChange | null;
      readonly commands: CommandTraces;
    }
  | { readonly kind: "gone" };

/** What to look for besides the pull request. */
export type ObserveOptions = {
  /** The commits to expect. They supply no facts: a right guess saves a round, a wrong one costs a call. */
  readonly hint?: ShaPair | undefined;
  /** Commands to run: how their comments stand, and what their givers may do, is asked as well. At most 100. */
  readonly pending?: readonly PendingCommand[];
  /** Whether we may have replied to commands already. */
  readonly mayHaveReplied?: boolean;
};

/** Comments in which missed commands are looked for; and our replies, where some may stand. */
const [usualLatestComments, mostLatestComments] = [20, 100];

/** Enough for: a push in between, then answers that the new head needs, then one more push. */
const mostRounds = 5;

/**
 * Observes a pull request. **The last read is the snapshot**: whatever else is needed (the diff of its two commits, the
 * answers about its approvers, who pushed) is fetched first, and the snapshot taken again until it needs nothing more. So
 * the head, the reviews and the policies that are decided upon stood together at one moment, after everything else was
 * known. See docs/adr/0002-one-snapshot-last.md.
 *
 * @throws RetryLater also when the pull request moves faster than it can be read
 */
export async function observeChange(
  reader: PieceReader & {
    readonly appId: number;
    /** The app's own client. */
    readonly app: Client;
    readonly rules: BranchRules;
  },
  name: ChangeName,
  { hint, pending = [], mayHaveReplied = false }: ObserveOptions = {},
): Promise<ObservationOfChange> {
  if (hint !== undefined) await reader.kept.diffs.warm(reader.client, name.repository, hint);

  const [presses] = await Promise.all([
    readPresses(reader.app, pending),
    askRights(reader, name, pending),
  ]);

  const commandIds = pending.flatMap(({ source }) =>
    source.kind === "comment" ? [source.nodeId] : [],
  );
  for (let round = 1; round <= mostRounds; round++) {
    const commentsAfter = commentCursor(reader, name);
    const { appId, client } = reader;
    const latestComments = mayHaveReplied ? mostLatestComments : usualLatestComments;
    const question = { appId, commentsAfter, commandIds, latestComments };
    const snapshot = await readSnapshot(client, name, question);
    if (snapshot === null) return { kind: "gone" };
    noteRules(reader.rules, snapshot);

    const missed = await findMissed(reader.unhandledOf, snapshot, pending);
    const { observed, fetches } = await complete(reader, snapshot, [...pending, ...missed]);
    if (observed !== null) {
      const commands = findTraces(snapshot, pending, missed, presses);
      const merge = await findMerge(reader, snapshot);
      return { kind: "observed", observed, ...extract(snapshot), merge, commands };
    }
    await Promise.all(fetches.map((fetch) => fetch()));
  }
  throw new RetryLater(
    `${formatRepository(name.repository)}#${name.number} changes faster than it can be read.`,
  );
}

function noteRules(rules: BranchRules, snapshot: Snapshot): void {
  const { name, defaultBranch, policies, pullRequest } = snapshot;
  if (pullRequest.baseRefName !== defaultBranch) return;
  rules.note(name.repository, { defaultBranch, policies });
}

/** What every command needs, whatever the snapshot shows: known before it, it saves a round. */
async function askRights(
  { client, installationId, kept }: PieceReader,
  { repository }: ChangeName,
  pending: readonly PendingCommand[],
): Promise<void> {
  if (pending.length === 0) return;
  const permissions = [...new Set(pending.map(({ giver }) => giver.login))];
  await kept.eligibility.ask(client, installationId, repository, { permissions, teams: [] });
}

/** Joins the snapshot with its pieces when all are here, else tells what has to be fetched. */
async function complete(
  reader: PieceReader,
  snapshot: Snapshot,
  pending: readonly PendingCommand[],
): Promise<{
  readonly observed: ObservedChange | null;
  readonly fetches: readonly (() => Promise<void>)[];
}> {
  const diff = await diffPiece(reader, snapshot);
  const olderReviews = olderReviewsPiece(reader, snapshot);
  const furtherCommits = furtherCommitsPiece(reader, snapshot);
  const comment = commentPiece(reader, snapshot);
  const lastPusher = await lastPusherPiece(reader, snapshot);
  const { repository, number } = snapshot.name;
  const soFar = mapObserved(snapshot, {
    diff: valueOr(diff, { files: [], commits: [] }),
    olderReviews: valueOr(olderReviews, []),
    furtherCommits: valueOr(furtherCommits, []),
    lastPusher: valueOr(lastPusher, null),
    recorded: await reader.recordedOf(repository, number),
  });
  // Asked with what is known so far, so that the answers come in the same round as the rest.
  const givers = pending.map(({ giver }) => giver);
  const eligibility = eligibilityPiece(reader, soFar, givers);

  const pieces = [diff, olderReviews, furtherCommits, comment, lastPusher, eligibility];
  const fetches = pieces.flatMap((piece) => (piece.kind === "missing" ? [piece.fetch] : []));
  const whole = fetches.length === 0 && eligibility.kind === "here";
  return { observed: whole ? { ...soFar, eligibility: eligibility.value } : null, fetches };
}

function valueOr<Value>(piece: Piece<Value>, fallback: Value): Value {
  return piece.kind === "here" ? piece.value : fallback;
}

function extract(snapshot: Snapshot) {
  const { updatedAt, isInMergeQueue } = snapshot.pullRequest;
  return {
    written: mapWritten(snapshot),
    repositoryId: snapshot.repositoryId,
    updatedAt,
    isInMergeQueue,
  };
}
