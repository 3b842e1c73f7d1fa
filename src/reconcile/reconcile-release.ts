import { decideRelease } from "#core/release/decide-release.ts";
import { findRuleOf } from "#core/release/find-release-rule.ts";
import type { ObservedRelease } from "#core/release/observed-release.ts";
import { contentsOf } from "#core/release/release-contents.ts";
import { ReleaseRefused } from "#core/release/release-refused.ts";
import { observeRelease } from "./observe-release.ts";
import { isStale } from "./redraft-releases.ts";
import type { KnownRelease, ReleasePorts, TagAtGitHub } from "./release-ports.ts";
import {
  findDraft,
  type ReleaseTurn,
  recordPublished,
  settleDoubt,
  withdrawDrafts,
  writeDraft,
} from "./write-release.ts";

/** What was merged is on record by then. */
const mergesRecordedMs = 10_000;

/**
 * Brings the draft of a tag's release to what it should be: written, written anew, deleted with its tag. What people published is never
 * written, only recorded. Calls: one for the tag, those of {@link observeRelease}, one for the draft as it stands, and one to write it where
 * it differs.
 *
 * @returns when to look again by the clock alone
 */
export async function reconcileRelease(
  ports: ReleasePorts,
  turn: ReleaseTurn,
): Promise<{ readonly againAtMs: number | null }> {
  const { repository, tag } = turn.key;
  const found = await ports.github.readTag(turn.installationId, repository, tag);
  if (found === null) return { againAtMs: null };
  try {
    const againAtMs = await follow(ports, turn, found);
    await ports.tags.noteSeen(repository, tag, found.targetSha);
    return { againAtMs };
  } catch (error) {
    if (error instanceof ReleaseRefused) await recordRefusal(ports, turn, found, error);
    throw error;
  }
}

/** Once in the ledger for each place of the tag. The sweep leaves the tag alone until it moves: nothing is tried again for its own sake. */
async function recordRefusal(
  { releases, tags }: ReleasePorts,
  { key }: ReleaseTurn,
  { tag, targetSha }: TagAtGitHub,
  { message }: ReleaseRefused,
): Promise<void> {
  const commitSha = tag?.commitSha ?? "";
  await releases.recordRefused(key.repository, key.tag, { commitSha, because: message });
  await tags.noteSeen(key.repository, key.tag, targetSha);
}

async function follow(
  ports: ReleasePorts,
  turn: ReleaseTurn,
  found: TagAtGitHub,
): Promise<number | null> {
  const { repository, tag: name } = turn.key;
  const { tag, published, policies } = found;
  const known = await ports.releases.find(repository, name);
  if (published !== null) {
    await recordPublished(ports, turn, published, tag?.commitSha ?? null);
    if (known !== null) await markNews(ports, turn);
    return null;
  }
  if (known !== null) await ports.releases.noteUnpublished(repository, name);
  if (tag === null) {
    await withdrawDrafts(ports, turn, known);
    return null;
  }
  const rule = findRuleOf(policies, name);
  if (rule === null) return null;
  await settleDoubt(ports, turn, known);
  const movedFromSha = formerPlace(known, tag.commitSha);
  const release = { ...turn, repository, found, tag, rule, movedFromSha };
  const [{ observed, shown }, early] = await Promise.all([
    observeRelease(ports, release, turn.nowMs),
    // A new tag has hardly a draft. One that is there is read last: people may write in it meanwhile.
    known?.releaseId == null ? findDraft(ports, turn, known) : null,
  ]);
  const standing = early?.draft === null ? early : await findDraft(ports, turn, known);
  const decision = decideRelease(observed);
  const againAtMs = await writeDraft(ports, { turn, known, standing }, decision);
  const contents = contentsOf(observed, decision, shown);
  await ports.releasedChanges.note(repository, name, contents);
  await ports.releases.forgetRefusal(repository, name);
  if (await isStale(ports, repository, contents, turn.nowMs)) return turn.nowMs;
  const isNew = known?.commitSha !== tag.commitSha;
  return againAtMs ?? (isNew && hasUnrecorded(observed) ? turn.nowMs + mergesRecordedMs : null);
}

/** Telling its pull requests is work of its own: there may be many of them, and nobody waits for it. */
async function markNews({ markDirty }: ReleasePorts, turn: ReleaseTurn): Promise<void> {
  const { installationId, key, nowMs } = turn;
  await markDirty([{ installationId, key: { ...key, kind: "release-news" } }], nowMs);
}

/** Whether anything merged is not on record, which may be for want of time: many tag what they have just merged. */
function hasUnrecorded({ range, evidence }: ObservedRelease): boolean {
  return (
    evidence.kind === "ledger" &&
    range.pullRequests.some(({ number }) => !evidence.changes.has(number))
  );
}

/** Where the tag was before it was moved to where it is now; null unless it was. */
function formerPlace(known: KnownRelease | null, commitSha: string): string | null {
  if (known === null) return null;
  return known.commitSha === commitSha ? known.movedFromSha : known.commitSha;
}
