import type { RepositoryName } from "#core/key.ts";
import type { PushContent } from "#core/unauthorised/find-direct-commits.ts";
import type { Client } from "./client.ts";
import { readAssociated } from "./read-associated.ts";
import { readRange } from "./read-range.ts";

/** Of larger pushes the rest is taken for unknown. */
const mostPages = 10;

/**
 * What moving a branch from one commit to another brought and took away, and which merged pull requests GitHub associates with it: a call
 * for 100 commits, and one for their pull requests. Null when GitHub can't tell.
 */
export async function readPushed(
  client: Client,
  repository: RepositoryName,
  { beforeSha, headSha }: { readonly beforeSha: string; readonly headSha: string },
): Promise<PushContent | null> {
  const range = { baseSha: beforeSha, headSha };
  const compared = await readRange(client, repository, range, mostPages);
  if (compared === null || compared.commits.length < compared.total) return null;
  const { commits, behind: removed } = compared;
  const shas = commits.map(({ sha }) => sha);
  return { commits, removed, ...(await readAssociated(client, repository, shas)) };
}
