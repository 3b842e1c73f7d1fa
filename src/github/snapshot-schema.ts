import { z } from "zod";

/**
 * A list whose unreadable items (null) don't matter. Reviews and commits are not such lists: a lost one could be a refusal or
 * an author.
 */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(item.nullable()).transform((items) => items.filter((one) => one !== null));
}

export const actorSchema = z.object({
  __typename: z.string(),
  login: z.string(),
  databaseId: z.number().nullish(),
});

export const identitySchema = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  user: z.object({ databaseId: z.number().nullable(), login: z.string() }).nullable(),
});

const reviewSchema = z.object({
  id: z.string(),
  fullDatabaseId: z.union([z.string(), z.number()]).transform(String).nullable(),
  state: z.enum(["APPROVED", "CHANGES_REQUESTED", "DISMISSED", "COMMENTED", "PENDING"]),
  submittedAt: z.string().nullable(),
  author: actorSchema.nullable(),
  commit: z.object({ oid: z.string() }).nullable(),
});

const commitSchema = z.object({
  oid: z.string(),
  message: z.string(),
  parents: z.object({ nodes: z.array(z.object({ oid: z.string() })) }),
  author: identitySchema.nullable(),
  committer: identitySchema.nullable(),
  authors: z.object({ totalCount: z.number(), nodes: z.array(identitySchema) }),
});

const commitNodesSchema = z.array(z.object({ commit: commitSchema }));

const commentSchema = z.object({ id: z.string(), viewerDidAuthor: z.boolean(), body: z.string() });

const latestCommentSchema = commentSchema.extend({
  fullDatabaseId: z.union([z.string(), z.number()]).transform(String).nullable(),
  author: actorSchema.nullable(),
  createdAt: z.string(),
  lastEditedAt: z.string().nullable(),
});

const checkRunSchema = z.object({
  id: z.string(),
  startedAt: z.string().nullable(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  externalId: z.string().nullable(),
  title: z.string().nullable(),
  summary: z.string().nullable(),
  annotations: z.object({ totalCount: z.number() }).nullable(),
});

export const ourCheckRunsSchema = z.object({
  oid: z.string(),
  checkSuites: z
    .object({
      nodes: listOf(
        z.object({
          status: z.string(),
          checkRuns: z.object({ nodes: listOf(checkRunSchema) }).nullable(),
        }),
      ),
    })
    .nullable(),
});

export const fileSchema = z.object({
  oid: z.string(),
  object: z
    .object({
      __typename: z.string(),
      text: z.string().nullish(),
      isTruncated: z.boolean().nullish(),
      isBinary: z.boolean().nullish(),
    })
    .nullable(),
});

const tipSchema = z.object({
  target: z.object({ oid: z.string().optional(), file: fileSchema.nullish() }).nullable(),
});

/** With the CODEOWNERS files in the order in which GitHub looks for them. */
const baseTipSchema = z.object({
  target: z
    .object({
      oid: z.string().optional(),
      file: fileSchema.nullish(),
      codeOwners0: fileSchema.nullish(),
      codeOwners1: fileSchema.nullish(),
      codeOwners2: fileSchema.nullish(),
    })
    .nullable(),
});

const forwardPageSchema = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const backwardPageSchema = z.object({
  hasPreviousPage: z.boolean(),
  startCursor: z.string().nullable(),
});

const labelSchema = z.object({ id: z.string(), name: z.string() });

const requestedReviewerSchema = z.object({
  __typename: z.string(),
  login: z.string().optional(),
  combinedSlug: z.string().optional(),
});

/** Whether GitHub made a commit itself; who else signed it is of no account. */
export const signatureSchema = z
  .object({ isValid: z.boolean(), wasSignedByGitHub: z.boolean() })
  .nullable()
  .transform((signature) => signature?.isValid === true && signature.wasSignedByGitHub);

const pullRequestSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  isDraft: z.boolean(),
  updatedAt: z.string(),
  isCrossRepository: z.boolean(),
  isInMergeQueue: z.boolean(),
  author: actorSchema.nullable(),
  mergedBy: actorSchema.nullable(),
  mergeCommit: z
    .object({
      oid: z.string(),
      signature: signatureSchema,
      parents: z.object({ nodes: listOf(z.object({ oid: z.string() })) }),
    })
    .nullable(),
  mergedAt: z.string().nullable(),
  baseRefName: z.string(),
  baseRefOid: z.string(),
  baseRef: baseTipSchema.nullable(),
  headRefName: z.string(),
  headRefOid: z.string(),
  headRepository: z
    .object({ databaseId: z.int(), name: z.string(), owner: z.object({ login: z.string() }) })
    .nullable(),
  additions: z.number(),
  deletions: z.number(),
  changedFiles: z.number(),
  labels: z.object({ nodes: listOf(labelSchema) }).nullable(),
  reviewRequests: z
    .object({ nodes: listOf(z.object({ requestedReviewer: requestedReviewerSchema.nullable() })) })
    .nullable(),
  reviews: z.object({
    totalCount: z.number(),
    pageInfo: backwardPageSchema,
    nodes: z.array(reviewSchema),
  }),
  commits: z.object({
    totalCount: z.number(),
    pageInfo: forwardPageSchema,
    nodes: commitNodesSchema,
  }),
  head: z.object({ nodes: listOf(z.object({ commit: ourCheckRunsSchema })) }),
  comments: z.object({ pageInfo: forwardPageSchema, nodes: listOf(commentSchema) }),
  latestComments: z.object({ nodes: listOf(latestCommentSchema) }),
});

/** Null, or without an id, when it is gone. */
const commandCommentSchema = z
  .object({
    id: z.string(),
    fullDatabaseId: latestCommentSchema.shape.fullDatabaseId,
    author: actorSchema.nullable(),
    lastEditedAt: z.string().nullable(),
    body: z.string(),
    pullRequest: z.object({ id: z.string() }).nullable(),
  })
  .partial()
  .nullable();

export const snapshotSchema = z.object({
  repository: z
    .object({
      id: z.string(),
      databaseId: z.number(),
      defaultBranchRef: z.object({ name: z.string() }).nullable(),
      pullRequest: pullRequestSchema.nullable(),
    })
    .catchall(labelSchema.nullable())
    .nullable(),
  organisation: z.object({ defaultBranchRef: tipSchema.nullable() }).nullable(),
  commandComments: z.array(commandCommentSchema),
});

/** What the follow-up queries give: one further page of a list of the pull request. */
export const olderReviewsSchema = z.object({
  node: z.object({
    reviews: z.object({ pageInfo: backwardPageSchema, nodes: z.array(reviewSchema) }),
  }),
});
export const furtherCommitsSchema = z.object({
  node: z.object({
    commits: z.object({ pageInfo: forwardPageSchema, nodes: commitNodesSchema }),
  }),
});
export const furtherCommentsSchema = z.object({
  node: z.object({
    comments: z.object({ pageInfo: forwardPageSchema, nodes: listOf(commentSchema) }),
  }),
});

export type ActorNode = z.infer<typeof actorSchema>;
export type IdentityNode = z.infer<typeof identitySchema>;
export type ReviewNode = z.infer<typeof reviewSchema>;
export type CommitNode = z.infer<typeof commitSchema>;
export type CheckRunsNode = z.infer<typeof ourCheckRunsSchema>;
export type FileNode = z.infer<typeof fileSchema>;
export type PullRequestNode = z.infer<typeof pullRequestSchema>;
export type CommandCommentNode = z.infer<typeof commandCommentSchema>;
export type SnapshotNode = z.infer<typeof snapshotSchema>;
