import type { ChangeFacts, FileChange } from "#core/change/facts.ts";
import type { TouchedFiles } from "./history-facts.ts";
import type { RememberedFile } from "./remembered-past.ts";

/** Whose work a change is, each account once: its author, then the authors of its commits. Who committed or paired does not count. */
export function authorsOf({
  author,
  commits,
}: Pick<ChangeFacts, "author" | "commits">): readonly number[] {
  const ids = commits.flatMap((commit) => commit.author.account?.id ?? []);
  return [...new Set([author.id, ...ids])];
}

/** A file of an open change, with the name under which the past knows it: of a renamed file the former one, of a new file none. */
export function toTouchedFile({
  path,
  previousPath,
  status,
}: FileChange): TouchedFiles["files"][number] {
  const isNew = status === "added" || status === "copied";
  return { path, pastPath: isNew ? null : (previousPath ?? path) };
}

/** A file of a merged change, with the name from which its past moves on. */
export function toRememberedFile({ path, previousPath, status }: FileChange): RememberedFile {
  return status === "renamed" && previousPath !== undefined
    ? { path, movedFrom: previousPath }
    : { path };
}
