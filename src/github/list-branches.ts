import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";

/** Every branch of a repository with the commit at its tip, in one call: https://docs.github.com/en/rest/git/refs#list-matching-references */
export async function listBranches(
  client: Client,
  { owner, name }: RepositoryName,
): Promise<ReadonlyMap<string, string>> {
  const { data } = await client.request("GET /repos/{owner}/{repo}/git/matching-refs/{ref}", {
    owner,
    repo: name,
    ref: "heads/",
  });
  return new Map(data.map(({ ref, object }) => [ref.replace(/^refs\/heads\//, ""), object.sha]));
}
