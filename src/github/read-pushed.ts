import { z } from "zod";
import type { RangeCommit } from "#core/change-set/change-set.ts";
import type { RepositoryName } from "#core/key.ts";
import type { PushContent, PushedPullRequest } from "#core/unauthorised/find-direct-commits.ts";
import { accountOfActor, ghost } from "./account.ts";
import type { Client } from "./client.ts";
import { accountOfCommit } from "./compare.ts";
import { queryGraphQL } from "./graphql.ts";
import { everyPage } from "./pages.ts";
import { Refused } from "./request-error.ts";
import { accountFragment } from "./snapshot-query.ts";
import { actorSchema, listOf } from "./snapshot-schema.ts";

/** Of larger pushes the rest is taken for unknown. */
const mostPages = 10;

/** GitHub bounds what one query may ask for: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
const commitsOfQuery = 50;

/**
 * What moving a branch from one commit to another brought and took away, and which merged pull requests GitHub associates with it: a call
 * for 100 commits, and one for 50. Null when GitHub can't tell.
 */
export async function readPushed(
  client: Client,
  repository: RepositoryName,
  { beforeSha, headSha }: { readonly beforeSha: string; readonly headSha: string },
): Promise<PushContent | null> {
  const compared = await compare(client, repository, `${beforeSha}...${headSha}`);
  if (compared === null) return null;
  const { commits, removed } = compared;
  const pullRequests = new Map<number, PushedPullRequest>();
  const associated = new Map<string, readonly number[]>();
  for (let start = 0; start < commits.length; start += commitsOfQuery) {
    const some = commits.slice(start, start + commitsOfQuery).map(({ sha }) => sha);
    for (const [sha, found] of await readAssociated(client, repository, some)) {
      associated.set(
        sha,
        found.map(({ number }) => number),
      );
      for (const pullRequest of found) pullRequests.set(pullRequest.number, pullRequest);
    }
  }
  return { commits, removed, pullRequests: [...pullRequests.values()], associated };
}

async function compare(client: Client, { owner, name }: RepositoryName, basehead: string) {
  let removed = 0;
  try {
    const { items, complete } = await everyPage(mostPages, async (page) => {
      const { data } = await client.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
        owner,
        repo: name,
        basehead,
        per_page: 100,
        page,
      });
      removed = data.behind_by;
      return data.commits;
    });
    return complete ? { commits: items.map(toRangeCommit), removed } : null;
  } catch (error) {
    // A commit is gone, or the two have no common history.
    if (error instanceof Refused) return null;
    throw error;
  }
}

type Compared = {
  readonly sha: string;
  readonly parents: readonly { readonly sha: string }[];
  readonly author: object | null;
  readonly commit: {
    readonly message: string;
    readonly author: { readonly name?: string; readonly email?: string } | null;
  };
};

function toRangeCommit({ sha, parents, commit, author }: Compared): RangeCommit {
  return {
    sha,
    parents: parents.map((parent) => parent.sha),
    message: commit.message,
    author: {
      name: commit.author?.name ?? "",
      email: commit.author?.email ?? "",
      account: accountOfCommit(author),
    },
    paths: null,
  };
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
                mergeCommit: z.object({ oid: z.string() }).nullable(),
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
async function readAssociated(
  client: Client,
  { owner, name }: RepositoryName,
  shas: readonly string[],
): Promise<ReadonlyMap<string, readonly PushedPullRequest[]>> {
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
  associatedPullRequests(first: 10) {
    nodes {
      number title state baseRefName headRefOid
      commits(first: 1) { totalCount }
      author { ...Account }
      mergeCommit { oid }
      repository { nameWithOwner }
    }
  }
}
${accountFragment}
`;
}
