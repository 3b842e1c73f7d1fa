import { z } from "zod";
import { accountFragment, policyFileFragment } from "./snapshot-query.ts";
import { actorSchema, identitySchema, listOf } from "./snapshot-schema.ts";

/** Which branch is the default one, and whether a policy stands there. */
export const pastLookQuery = /* GraphQL */ `
query LookAtPast($owner: String!, $name: String!, $policyPath: String!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name target { ... on Commit { ...PolicyFile } } }
  }
  organisation: repository(owner: $owner, name: ".github", followRenames: false) {
    defaultBranchRef { name target { ... on Commit { ...PolicyFile } } }
  }
}
${policyFileFragment}
`;

const branchSchema = z.object({
  name: z.string(),
  target: z.object({ file: z.object({ oid: z.string() }).nullish() }).nullable(),
});

export const pastLookSchema = z.object({
  repository: z.object({ defaultBranchRef: branchSchema.nullable() }).nullable(),
  organisation: z.object({ defaultBranchRef: branchSchema.nullable() }).nullable(),
});

/**
 * Merged pull requests, those first that moved last: so everything that was merged later than the last one's move has been
 * seen. There is no order by the time of merging: https://docs.github.com/en/graphql/reference/input-objects#issueorder
 */
export const pastPageQuery = /* GraphQL */ `
query ReadPast($owner: String!, $name: String!, $branch: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(
      states: MERGED, baseRefName: $branch, first: $first, after: $after
      orderBy: { field: UPDATED_AT, direction: DESC }
    ) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number title mergedAt updatedAt isCrossRepository headRefOid
        additions deletions changedFiles
        author { ...Account }
        mergeCommit { oid }
        labels(first: 20) { nodes { name } }
        files(first: 100) { nodes { path additions deletions changeType } }
        commits(first: 30) {
          totalCount
          nodes {
            commit {
              oid
              parents(first: 2) { nodes { oid } }
              author { ...Person }
              committer { ...Person }
            }
          }
        }
      }
    }
  }
}
${accountFragment}
fragment Person on GitActor {
  name
  email
  user { databaseId login }
}
`;

const fileSchema = z.object({
  path: z.string(),
  additions: z.number(),
  deletions: z.number(),
  changeType: z.enum(["ADDED", "CHANGED", "COPIED", "DELETED", "MODIFIED", "RENAMED"]),
});

const commitSchema = z.object({
  oid: z.string(),
  parents: z.object({ nodes: listOf(z.object({ oid: z.string() })) }),
  author: identitySchema.nullable(),
  committer: identitySchema.nullable(),
});

const pullRequestSchema = z.object({
  number: z.number(),
  title: z.string(),
  mergedAt: z.string().nullable(),
  updatedAt: z.string(),
  isCrossRepository: z.boolean(),
  headRefOid: z.string(),
  additions: z.number(),
  deletions: z.number(),
  changedFiles: z.number(),
  author: actorSchema.nullable(),
  mergeCommit: z.object({ oid: z.string() }).nullable(),
  labels: z.object({ nodes: listOf(z.object({ name: z.string() })) }).nullable(),
  files: z.object({ nodes: listOf(fileSchema) }).nullable(),
  commits: z.object({
    totalCount: z.number(),
    nodes: listOf(z.object({ commit: commitSchema })),
  }),
});

export const pastPageSchema = z.object({
  repository: z.object({
    pullRequests: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: listOf(pullRequestSchema),
    }),
  }),
});

export type PastPullRequestNode = z.infer<typeof pullRequestSchema>;
export type PastFileNode = z.infer<typeof fileSchema>;
