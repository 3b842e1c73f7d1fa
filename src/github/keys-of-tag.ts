import type { Key, RepositoryName } from "#core/key.ts";
import { nameOf, type RefPayload, type ReleasePayload } from "./event-payloads.ts";

/** Of `release` events: what people do to a release that matters to its draft. */
const lookedAt: ReadonlySet<string> = new Set([
  "deleted",
  "edited",
  "prereleased",
  "published",
  "released",
  "unpublished",
]);

/** The release that a push of a reference may be about; none for a branch. */
export function keysOfPushedTag(repository: RepositoryName, ref: string): readonly Key[] {
  const tag = /^refs\/tags\/(.+)$/.exec(ref)?.[1];
  return tag === undefined ? [] : [{ kind: "release", repository, tag }];
}

/** The release of a tag that was made or deleted. These events name no commit: https://docs.github.com/en/webhooks/webhook-events-and-payloads#create */
export function keysOfRef({ repository, ref, ref_type }: RefPayload): readonly Key[] {
  return ref_type === "tag" ? [{ kind: "release", repository: nameOf(repository), tag: ref }] : [];
}

/** The release that somebody worked on. What we did ourselves must not wake us again. */
export function keysOfRelease(
  { repository, release }: ReleasePayload,
  { action, own }: { readonly action: string; readonly own: boolean },
): readonly Key[] {
  if (own || !lookedAt.has(action)) return [];
  return [{ kind: "release", repository: nameOf(repository), tag: release.tag_name }];
}
