import type { Tag } from "#core/release/tag.ts";
import { type GitRepository, readGit, streamGit } from "./git.ts";

/** A tag of a local repository; annotations are read by {@link readAnnotation}. */
export type LocalTag = Tag & {
  /** When it was made; for a lightweight tag, when its commit was. Milliseconds since the epoch. */
  readonly taggedAtMs: number;
};

const fields = [
  "%(refname:strip=2)",
  "%(objecttype)",
  "%(objectname)",
  "%(*objecttype)",
  "%(*objectname)",
  "%(creatordate:unix)",
];

/** Every tag that names a commit, by name. Tags of trees and files are left out: nothing can be released from them. */
export async function readTags(repository: GitRepository): Promise<readonly LocalTag[]> {
  const format = `--format=${fields.join("%00")}`;
  const text = await readGit(repository, ["for-each-ref", format, "refs/tags"]);
  return text.split("\n").flatMap((line) => {
    const [name = "", type, sha = "", peeledType, peeledSha = "", taggedAt] = line.split("\0");
    const [ownType, ownSha] = type === "tag" ? [peeledType, peeledSha] : [type, sha];
    if (ownType !== "commit") return [];
    return [{ name, commitSha: ownSha, annotation: null, taggedAtMs: Number(taggedAt) * 1_000 }];
  });
}

/** An annotated tag's message; null for a lightweight one. */
export async function readAnnotation(
  repository: GitRepository,
  tagName: string,
): Promise<string | null> {
  const ref = `refs/tags/${tagName}`;
  const format = "--format=%(objecttype)%00%(contents)";
  const text = await readGit(repository, ["for-each-ref", "--count=1", format, ref]);
  return text.startsWith("tag\0") ? text.slice("tag\0".length) : null;
}

/**
 * The candidate that comes first on the way back from a commit: on its mainline, else anywhere in its past. Null when none is
 * an ancestor.
 */
export async function findNearestTag(
  repository: GitRepository,
  commitSha: string,
  candidates: readonly Tag[],
): Promise<Tag | null> {
  const byCommit = new Map(candidates.map((tag) => [tag.commitSha, tag]));
  for (const way of ["--first-parent", "--topo-order"]) {
    let rest = "";
    for await (const chunk of streamGit(repository, ["rev-list", way, commitSha, "--"])) {
      const lines = (rest + chunk.toString("latin1")).split("\n");
      rest = lines.pop() ?? "";
      const found = lines.map((sha) => byCommit.get(sha)).find((tag) => tag !== undefined);
      if (found !== undefined) return found;
    }
  }
  return null;
}
