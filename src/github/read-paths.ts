import { LRUCache } from "lru-cache";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { mostComparedFiles } from "./compare.ts";

/** What a commit changes against its first parent, both names of a rename; null where GitHub may list not all. One call. */
export async function readPaths(
  client: Client,
  { owner, name }: RepositoryName,
  sha: string,
): Promise<readonly string[] | null> {
  const place = { owner, repo: name, ref: sha };
  const { data } = await client.request("GET /repos/{owner}/{repo}/commits/{ref}", place);
  const { files = [] } = data;
  if (files.length >= mostComparedFiles) return null;
  return files.flatMap(({ filename, previous_filename }) =>
    previous_filename === undefined ? [filename] : [filename, previous_filename],
  );
}

type ReadPaths = (
  installationId: number,
  repository: RepositoryName,
  sha: string,
) => Promise<readonly string[] | null>;

const mostKept = 2_000;

/** The same, asked once for a commit: it never changes. */
export function keepPaths(read: ReadPaths): ReadPaths {
  const kept = new LRUCache<string, { readonly paths: readonly string[] | null }>({
    max: mostKept,
  });
  return async (installationId, repository, sha) => {
    const key = `${formatRepository(repository)} ${sha}`;
    const known = kept.get(key) ?? { paths: await read(installationId, repository, sha) };
    kept.set(key, known);
    return known.paths;
  };
}
