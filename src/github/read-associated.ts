import { z } from "zod";
import type { AssociatedCommits, AssociatedPullRequest } from "#core/change-set/claim-commits.ts";
import type { RepositoryName } from "#core/key.ts";
import { accountOfActor, ghost } from "./account.ts";
import type { Client } from "./client.ts";
import { queryGraphQL } from "./graphql.ts";
import { accountFragment } from "./snapshot-query.ts";
import { actorSchema, listOf, signatureSchema } from "./snapshot-schema.ts";

/** GitHub bounds what one query may ask for: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
const commitsOfQuery = 100;

/** The merged pull requests that GitHub associates with commits: a call for 100. */
export async function readAssociated(
  client: Client,
  repository: RepositoryName,
  shas: readonly string[],
): Promise<Pick<AssociatedCommits, "pullRequests" | "associated">> {
  const pullRequests = new Map<number, AssociatedPullRequest>();
  const associated = new Map<string, readonly number[]>();
  // One after the other: these queries are dear, and GitHub counts the time that they take.
  for (let start = 0; start < shas.length; start += commitsOfQuery) {
    const some = shas.slice(start, start + commitsOfQuery);
    for (const [sha, found] of await readSome(client, repository, some)) {
      associated.set(
        sha,
        found.map(({ number }) => number),
      );
      for (const pullRequest of found) pullRequests.set(pullRequest.number, pullRequest);
    }
  }
  return { pullRequests: [...pullRequests.values()], associated };
}

const associatedSchema = z.object({
  repository: z.record(
    z.string(),
    z
      .object({
        associatedPullRequests: z
          .object({
            nodes: listOf(
              z.object({
                number: z.number(),
                title: z.string(),
                state: z.string(),
                baseRefName: z.string(),
                headRefOid: z.string(),
                commits: z.object({ totalCount: z.number() }),
                author: actorSchema.nullable(),
                mergeCommit: z.object({ oid: z.string(), signature: signatureSchema }).nullable(),
                repository: z.object({ nameWithOwner: z.string() }),
              }),
            ),
          })
          .nullish(),
      })
      .nullable(),
  ),
});

/** The merged pull requests of this repository that each commit belongs to. */
async function readSome(
  client: Client,
  { owner, name }: RepositoryName,
  shas: readonly string[],
): Promise<ReadonlyMap<string, readonly AssociatedPullRequest[]>> {
  const query = associatedQuery(shas);
  const { repository } = await queryGraphQL(client, query, { owner, name }, associatedSchema);
  const fullName = `${owner}/${name}`.toLowerCase();
  return new Map(
    shas.map((sha, index) => {
      const nodes = repository[`commit${index}`]?.associatedPullRequests?.nodes ?? [];
      const merged = nodes.filter(
        (node) =>
          node.state === "MERGED" && node.repository.nameWithOwner.toLowerCase() === fullName,
      );
      return [
        sha,
        merged.map((node) => ({
          number: node.number,
          title: node.title,
          author: accountOfActor(node.author) ?? ghost,
          labels: [],
          mergeCommitSha: node.mergeCommit?.oid ?? "",
          mergedByGitHub: node.mergeCommit?.signature ?? false,
          paths: null,
          baseBranch: node.baseRefName,
          headSha: node.headRefOid,
          commitCount: node.commits.totalCount,
        })),
      ];
    }),
  );
}

/** SHAs are hexadecimal: they can't end a string. */
function associatedQuery(shas: readonly string[]): string {
  const commits = shas.map((sha, index) => `commit${index}: object(oid: "${sha}") { ...Brought }`);
  return /* GraphQL */ `
query ReadAssociated($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    ${commits.join("\n    ")}
  }
}
fragment Brought on Commit {
  associatedPullRequests(first: 5) {
    nodes {
      number title state baseRefName headRefOid
      commits(first: 1) { totalCount }
      author { ...Account }
      mergeCommit { oid signature { isValid wasSignedByGitHub } }
      repository { nameWithOwner }
    }
  }
}
${accountFragment}
`;
}
