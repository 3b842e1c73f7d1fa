import type { ChangeFacts, FileChange } from "#core/change/facts.ts";
import { namesOf } from "#core/change/file-names.ts";
import { clipped } from "#core/text/words.ts";
import { classifyFile } from "./file-class.ts";
import { compareVersions, type VersionComparison } from "./manifest/compare-versions.ts";
import { readersFor } from "./manifest/formats.ts";
import { readTitle } from "./manifest/read-title.ts";
import { splitPatch } from "./manifest/split-patch.ts";

/** What is known of the dependency versions that a change moves. */
export type VersionChanges = {
  /** Dependencies whose major version changes, e.g. "react 17 to 18"; names are untrusted text. */
  readonly majors: readonly string[];
  /** Why a major version may have gone unseen. */
  readonly unclear: string | undefined;
};

/**
 * The major dependency versions that a change moves, told from the diffs of its manifests. Lock files name no versions of
 * the project's own choice, so a bot that touches nothing else is taken at its title's word; a person's title is not read.
 */
export function findVersionChanges(
  change: Pick<ChangeFacts, "title" | "author" | "files">,
): VersionChanges {
  const manifests = change.files.flatMap(compareManifest);
  const majors = manifests.flatMap(({ comparison }) => comparison?.majors ?? []);
  const claim = change.author.kind === "bot" ? readTitle(change.title) : undefined;
  if (majors.length === 0 && claim?.isMajor === true) {
    return { majors: [`the title says "${clipped(change.title, 100)}"`], unclear: undefined };
  }
  const unread = manifests.find(({ comparison }) => comparison === undefined);
  if (unread !== undefined) return { majors, unclear: `the diff of ${unread.path} can't be read` };
  const silent = manifests.find(({ comparison }) => comparison?.compared === 0);
  const lockFile = manifests.length === 0 ? change.files.find(isLockFile) : undefined;
  const path = silent?.path ?? lockFile?.path;
  if (path === undefined || claim !== undefined) return { majors, unclear: undefined };
  return { majors, unclear: `no dependency versions to compare in ${path}` };
}

/** Whether the versions in a file's diff are compared: without its patch they can't be. */
export function isManifest(path: string): boolean {
  return readersFor(path).length > 0;
}

const noGlobs: readonly string[] = [];

type ManifestComparison = {
  readonly path: string;
  /** `undefined`: the diff is missing or too long to read. */
  readonly comparison: VersionComparison | undefined;
};

function compareManifest(file: FileChange): readonly ManifestComparison[] {
  const readers = namesOf(file)
    .map(readersFor)
    .find((r) => r.length > 0);
  if (readers === undefined || file.additions + file.deletions === 0) return [];
  const hunks = file.patch === undefined ? undefined : splitPatch(file.patch);
  const comparison = hunks === undefined ? undefined : compareVersions(hunks, readers);
  return [{ path: file.path, comparison }];
}

function isLockFile(file: FileChange): boolean {
  return namesOf(file).some((path) => classifyFile(path, noGlobs) === "lock");
}
