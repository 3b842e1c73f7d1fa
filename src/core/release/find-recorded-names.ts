import type { ShippedName } from "#core/change-set/find-shipped.ts";

/** A name of a commit that a release brought, as it is on record. */
export type RecordedName = { readonly name: string; readonly tag: string; readonly sha: string };

/** A release on record, the one that was drafted first coming first. */
export type RecordedRelease = { readonly tag: string; readonly ancestorTag: string | null };

/**
 * What other lines shipped before, by the record of earlier drafts: of the names that a release's commits have, those that belong to commits
 * which neither the release nor its ancestors had.
 *
 * @param own.order the releases that count, the lowest version first
 */
export function findRecordedNames(
  names: readonly RecordedName[],
  releases: readonly RecordedRelease[],
  own: {
    readonly tag: string;
    /** Its baseline's tag, where that is an ancestor. */
    readonly ancestorTag: string | null;
    readonly shas: ReadonlySet<string>;
    readonly order: readonly string[];
  },
): readonly ShippedName[] {
  const at = releases.findIndex(({ tag }) => tag === own.tag);
  const earlier = at === -1 ? releases : releases.slice(0, at);
  const line = findLine(own.ancestorTag, releases);
  const ofLine = new Set(names.filter(({ tag }) => line.has(tag)).map(({ sha }) => sha));
  const others = earlier.map(({ tag }) => tag).filter((tag) => !line.has(tag));
  return own.order
    .filter((tag) => others.includes(tag))
    .flatMap((version) =>
      names
        .filter(({ tag, sha }) => tag === version && !own.shas.has(sha) && !ofLine.has(sha))
        .map(({ name }) => ({ name, version })),
    );
}

/** A release and those before it on its line, as far as the record goes. */
function findLine(from: string | null, releases: readonly RecordedRelease[]): ReadonlySet<string> {
  const before = new Map(releases.map(({ tag, ancestorTag }) => [tag, ancestorTag]));
  const line = new Set<string>();
  for (let tag = from; tag !== null && !line.has(tag); tag = before.get(tag) ?? null) line.add(tag);
  return line;
}
