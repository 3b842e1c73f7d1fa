import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";

/** A tag's reference: what it names is a commit, or the tag object of an annotated tag. */
export type TagReference = {
  readonly tag: string;
  readonly targetSha: string;
  /** The commit that it stands for; null where that was not asked. */
  readonly commitSha: string | null;
};

/** Every tag of a repository, in one call; the commits of annotated tags are not told: https://docs.github.com/en/rest/git/refs#list-matching-references */
export async function listTags(
  client: Client,
  { owner, name }: RepositoryName,
): Promise<readonly TagReference[]> {
  const { data } = await client.request("GET /repos/{owner}/{repo}/git/matching-refs/{ref}", {
    owner,
    repo: name,
    ref: "tags/",
  });
  return data.flatMap(({ ref, object }) => {
    const tag = /^refs\/tags\/(.+)$/.exec(ref)?.[1];
    if (tag === undefined || (object.type !== "commit" && object.type !== "tag")) return [];
    const commitSha = object.type === "commit" ? object.sha : null;
    return [{ tag, targetSha: object.sha, commitSha }];
  });
}
