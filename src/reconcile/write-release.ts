import { RetryLater } from "#core/errors.ts";
import type { Key } from "#core/key.ts";
import { digestJson } from "#core/ledger/entry.ts";
import type { ReleaseDecision } from "#core/release/release-decision.ts";
import { ReleaseRefused } from "#core/release/release-refused.ts";
import { renderNotes } from "#core/release/render-draft.ts";
import { markOurPart, replaceOurPart, roomForNotes } from "#core/release/replace-our-part.ts";
import { summariseRelease } from "#core/release/summarise-release.ts";
import type { KnownRelease, OurDraft, ReleasePorts, TagAtGitHub } from "./release-ports.ts";

/** Whose release this is, and when it is worked on. */
export type ReleaseTurn = {
  readonly installationId: number;
  readonly key: Extract<Key, { kind: "release" }>;
  readonly nowMs: number;
};

/** The draft of a tag as it stands; `isOnly` when no other can show up. */
type StandingDraft = { readonly draft: OurDraft | null; readonly isOnly: boolean };

type DraftToWrite = {
  readonly turn: ReleaseTurn;
  readonly known: KnownRelease | null;
  readonly standing: StandingDraft;
};

/** GitHub may leave a new draft out of its lists for so long. */
const listingLagMs = 30_000;

/** Between two looks whether a draft, whose making was not answered, was made. */
const lookAgainMs = 5_000;

/**
 * Writes the notes into the draft of the tag, where they differ; makes the draft where there is none. Notes are entered in the ledger
 * before they are written, and name their entry. A draft that people deleted stays deleted until the tag moves.
 *
 * @returns when to look whether there is one draft only; null when that is certain
 * @throws RetryLater while it is not certain that there is none
 * @throws ReleaseRefused when GitHub takes none
 */
export async function writeDraft(
  ports: ReleasePorts,
  { turn, known, standing }: DraftToWrite,
  decision: ReleaseDecision,
): Promise<number | null> {
  const { installationId, key, nowMs } = turn;
  const { repository, tag } = key;
  const { draft, isOnly } = standing;
  if (draft === null && wasDeleted(known, decision)) return null;
  const bodyFor = await recordNotes(ports, key, decision);
  const attemptedAtMs = known?.attemptedAtMs ?? null;
  if (draft !== null) {
    const body = bodyFor(draft.body);
    if (body !== draft.body) {
      await ports.github.updateDraft(installationId, repository, { id: draft.id, body });
    }
    return isOnly ? null : nowMs + listingLagMs;
  }
  refuseWhileUnsure(attemptedAtMs, nowMs);
  // An attempt that is noted and then not made would leave it in doubt for a while.
  ports.confirmLease();
  await ports.releases.noteAttempt(repository, tag);
  const { isPrerelease } = decision;
  const wanted = { tag, body: bodyFor(""), isPrerelease };
  const releaseId = await ports.github
    .createDraft(installationId, repository, wanted)
    .catch(async (error: unknown) => {
      // Refused, it was not made.
      const isAnswered = error instanceof ReleaseRefused && attemptedAtMs === null;
      if (isAnswered) await ports.releases.forgetAttempt(repository, tag);
      throw error;
    });
  await ports.releases.noteDraft(repository, tag, { releaseId, isOnly: attemptedAtMs === null });
  return attemptedAtMs === null ? null : nowMs + listingLagMs;
}

/**
 * Looks whether GitHub made the draft of which it did not say so, before anything is read for it anew: one call for 100 releases, and none
 * when there is nothing in doubt.
 *
 * @throws RetryLater while it may be there without being listed
 */
export async function settleDoubt(
  ports: ReleasePorts,
  turn: ReleaseTurn,
  known: KnownRelease | null,
): Promise<void> {
  const attemptedAtMs = known?.attemptedAtMs ?? null;
  if (!isUnsure(attemptedAtMs, turn.nowMs)) return;
  const { draft } = await findDraft(ports, turn, known);
  if (draft === null) refuseWhileUnsure(attemptedAtMs, turn.nowMs);
}

function refuseWhileUnsure(attemptedAtMs: number | null, nowMs: number): void {
  if (!isUnsure(attemptedAtMs, nowMs)) return;
  throw new RetryLater("GitHub does not list yet what it was asked to make.", nowMs + lookAgainMs);
}

/** Whether a draft that was asked for may be there without being listed. */
function isUnsure(attemptedAtMs: number | null, nowMs: number): boolean {
  return attemptedAtMs !== null && nowMs - attemptedAtMs < listingLagMs;
}

function wasDeleted(known: KnownRelease | null, { tag }: ReleaseDecision): boolean {
  return (
    known !== null &&
    known.releaseId !== null &&
    known.attemptedAtMs === null &&
    known.commitSha === tag.commitSha
  );
}

/** Enters the notes in the ledger, and gives what a body becomes with them. */
async function recordNotes(
  { releases, webUrl }: ReleasePorts,
  { repository, tag }: ReleaseTurn["key"],
  decision: ReleaseDecision,
): Promise<(existing: string) => string> {
  const place = { repository, webUrl, knowsLogins: true };
  const { tag: at, movedFromSha } = decision;
  const digest = digestJson(renderNotes(decision, place));
  const data = summariseRelease(decision, digest);
  const notes = { repository, tag, commitSha: at.commitSha, movedFromSha, digest, data };
  const ledgerHead = await releases.recordDrafted(notes);
  return (existing) => {
    const room = roomForNotes(existing, tag);
    const text = renderNotes({ ...decision, ledgerHead }, place, room);
    return replaceOurPart(existing, markOurPart(tag, text));
  };
}

/** Our draft of the tag. Of several the oldest stays, and the others are deleted. */
export async function findDraft(
  { github, releases }: ReleasePorts,
  { installationId, key, nowMs }: ReleaseTurn,
  known: KnownRelease | null,
): Promise<StandingDraft> {
  const { repository, tag } = key;
  const { releaseId = null, attemptedAtMs = null } = known ?? {};
  const own =
    releaseId === null ? null : await github.readDraft(installationId, repository, tag, releaseId);
  if (own !== null && attemptedAtMs === null) return { draft: own, isOnly: true };
  const listed = await github.findDrafts(installationId, repository, tag);
  const all = new Map([...listed, ...(own === null ? [] : [own])].map((one) => [one.id, one]));
  const [oldest, ...others] = [...all.values()].sort((a, b) => a.id - b.id);
  for (const { id } of others) await github.deleteDraft(installationId, repository, id);
  // Of one attempt whose answer was lost this is the draft; of several there may be more.
  const isOnly = releaseId === null || !isUnsure(attemptedAtMs, nowMs);
  if (oldest === undefined) return { draft: null, isOnly };
  await releases.noteDraft(repository, tag, { releaseId: oldest.id, isOnly });
  return { draft: oldest, isOnly };
}

/** Deletes our drafts of a tag that is gone: published, they would make the tag anew, where nobody meant it. */
export async function withdrawDrafts(
  { github, releases, releasedChanges }: ReleasePorts,
  { installationId, key }: ReleaseTurn,
  known: KnownRelease | null,
): Promise<void> {
  if (known === null || (known.releaseId === null && known.attemptedAtMs === null)) return;
  const { repository, tag } = key;
  const drafts = await github.findDrafts(installationId, repository, tag);
  const own =
    known.releaseId === null
      ? null
      : await github.readDraft(installationId, repository, tag, known.releaseId);
  const ids = new Set([...drafts, ...(own === null ? [] : [own])].map(({ id }) => id));
  for (const id of ids) await github.deleteDraft(installationId, repository, id);
  await releases.recordWithdrawn(repository, tag, { tag, commit: known.commitSha });
  await releasedChanges.forget(repository, tag);
}

/** Records what people published of a release that we had drafted; nothing is written. */
export async function recordPublished(
  { releases }: ReleasePorts,
  { key }: ReleaseTurn,
  published: NonNullable<TagAtGitHub["published"]>,
  commitSha: string | null,
): Promise<void> {
  const { repository, tag } = key;
  const { id, name, body } = published;
  const digest = digestJson({ name, body });
  const data = { tag, commit: commitSha, release: id, name, text: digestJson(body) };
  await releases.recordPublished(repository, tag, { digest, data });
}
