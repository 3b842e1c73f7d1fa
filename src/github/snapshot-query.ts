import { codeOwnersPaths } from "#core/code-owners/code-owners-file.ts";
import { ourLabels } from "./our-labels.ts";

/** One page of each list in the snapshot; what is beyond is fetched separately and the snapshot taken again. */
const pageSizes = { reviews: 100, commits: 100, comments: 50 } as const;

/** A mere comment says neither yes nor no: leaving them out keeps long discussions cheap. */
const countedReviews = "states: [APPROVED, CHANGES_REQUESTED, DISMISSED]";

export const accountFragment = /* GraphQL */ `
fragment Account on Actor {
  __typename
  login
  ... on User { databaseId }
  ... on Bot { databaseId }
  ... on Mannequin { databaseId }
  ... on Organization { databaseId }
}`;

export const policyFileFragment = /* GraphQL */ `
fragment PolicyFile on Commit {
  file(path: $policyPath) { ...TextFile }
}
fragment TextFile on TreeEntry {
  oid
  object { __typename ... on Blob { text isTruncated isBinary } }
}`;

/** Every place is asked for: which file counts is decided afterwards. */
const codeOwnersFragment = /* GraphQL */ `
fragment CodeOwners on Commit {
  ${codeOwnersPaths.map((path, index) => `codeOwners${index}: file(path: ${JSON.stringify(path)}) { ...TextFile }`).join("\n  ")}
}`;

const reviewFragment = /* GraphQL */ `
fragment Review on PullRequestReview {
  id fullDatabaseId state submittedAt
  author { ...Account }
  commit { oid }
}`;

const commitFragment = /* GraphQL */ `
fragment Commit on Commit {
  oid
  message
  parents(first: 50) { nodes { oid } }
  author { ...Identity }
  committer { ...Identity }
  authors(first: 100) { totalCount nodes { ...Identity } }
}
fragment Identity on GitActor {
  name
  email
  user { databaseId login }
}`;

export const checkRunsFragment = /* GraphQL */ `
fragment OurCheckRuns on Commit {
  checkSuites(first: 20, filterBy: { appId: $appId }) {
    nodes {
      status
      checkRuns(first: 100, filterBy: { checkType: ALL }) {
        nodes {
          id startedAt name status conclusion externalId title summary
          annotations(first: 1) { totalCount }
        }
      }
    }
  }
}`;

/** Everything of a pull request that can change from one moment to the next, read at one moment. */
export const snapshotQuery = /* GraphQL */ `
query ObserveChange(
  $owner: String!, $name: String!, $number: Int!, $appId: Int!, $policyPath: String!, $commentsAfter: String
  $commandIds: [ID!]!, $latestComments: Int!
) {
  repository(owner: $owner, name: $name) {
    id
    databaseId
    defaultBranchRef { name }
    pullRequest(number: $number) {
      id title state isDraft updatedAt isCrossRepository isInMergeQueue
      author { ...Account }
      mergedBy { ...Account }
      mergeCommit { oid signature { isValid wasSignedByGitHub } parents(first: 1) { nodes { oid } } }
      mergedAt
      baseRefName baseRefOid
      baseRef { target { ... on Commit { oid ...PolicyFile ...CodeOwners } } }
      headRefName headRefOid
      headRepository { databaseId name owner { login } }
      additions deletions changedFiles
      labels(first: 100) { nodes { id name } }
      reviewRequests(first: 100) {
        nodes {
          requestedReviewer {
            __typename
            ... on User { login }
            ... on Bot { login }
            ... on Mannequin { login }
            ... on Team { combinedSlug }
          }
        }
      }
      reviews(last: ${pageSizes.reviews}, ${countedReviews}) {
        totalCount
        pageInfo { hasPreviousPage startCursor }
        nodes { ...Review }
      }
      commits(first: ${pageSizes.commits}) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { commit { ...Commit } }
      }
      head: commits(last: 1) { nodes { commit { oid ...OurCheckRuns } } }
      comments(first: ${pageSizes.comments}, after: $commentsAfter) {
        pageInfo { hasNextPage endCursor }
        nodes { id viewerDidAuthor body }
      }
      latestComments: comments(last: $latestComments) {
        nodes { id fullDatabaseId viewerDidAuthor author { ...Account } createdAt lastEditedAt body }
      }
    }
    ${ourLabels.map(({ name }, index) => `label${index}: label(name: ${JSON.stringify(name)}) { id name }`).join("\n    ")}
  }
  organisation: repository(owner: $owner, name: ".github", followRenames: false) {
    defaultBranchRef { target { ... on Commit { oid ...PolicyFile } } }
  }
  commandComments: nodes(ids: $commandIds) {
    ... on IssueComment {
      id fullDatabaseId author { ...Account } lastEditedAt body
      pullRequest { id }
    }
  }
}
${accountFragment}${policyFileFragment}${codeOwnersFragment}${reviewFragment}${commitFragment}${checkRunsFragment}
`;

/** Reviews before those in the snapshot. */
export const olderReviewsQuery = /* GraphQL */ `
query OlderReviews($pullRequest: ID!, $before: String!) {
  node(id: $pullRequest) {
    ... on PullRequest {
      reviews(last: 100, before: $before, ${countedReviews}) {
        pageInfo { hasPreviousPage startCursor }
        nodes { ...Review }
      }
    }
  }
}
${accountFragment}${reviewFragment}
`;

/** Commits after those in the snapshot. */
export const furtherCommitsQuery = /* GraphQL */ `
query FurtherCommits($pullRequest: ID!, $after: String!) {
  node(id: $pullRequest) {
    ... on PullRequest {
      commits(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { commit { ...Commit } }
      }
    }
  }
}
${commitFragment}
`;

/** Comments after those in the snapshot, to find ours. */
export const furtherCommentsQuery = /* GraphQL */ `
query FurtherComments($pullRequest: ID!, $after: String!) {
  node(id: $pullRequest) {
    ... on PullRequest {
      comments(first: ${pageSizes.comments}, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id viewerDidAuthor body }
      }
    }
  }
}
`;
