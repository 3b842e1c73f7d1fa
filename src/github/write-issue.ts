import { z } from "zod";
import type { DesiredIssue, IssueComment, StandingIssue } from "#core/issue.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { type GraphQLProblem, queryGraphQL } from "./graphql.ts";
import { isNotFound, Refused } from "./request-error.ts";
import { listOf } from "./snapshot-schema.ts";

/** 1,000 issues of one label: those opened last come first. */
const mostPages = 10;

const issuesQuery = /* GraphQL */ `
query FindIssues($owner: String!, $name: String!, $label: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    issues(labels: [$label], first: 100, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { number viewerDidAuthor body }
    }
  }
}
`;

const issuesSchema = z.object({
  repository: z.object({
    issues: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: listOf(
        z.object({ number: z.number(), viewerDidAuthor: z.boolean(), body: z.string() }),
      ),
    }),
  }),
});

/**
 * Opens an issue unless we have opened it before, whether it is open or closed; gives its number. Two calls: the search and the creation,
 * which makes the label where there is none. Somebody else's issue with our marker is not ours.
 */
export async function openIssue(
  client: Client,
  repository: RepositoryName,
  issue: DesiredIssue,
): Promise<number> {
  const found = await findIssue(client, repository, issue);
  if (found !== null) return found;
  const { owner, name } = repository;
  const { data } = await client.request("POST /repos/{owner}/{repo}/issues", {
    owner,
    repo: name,
    title: issue.title,
    body: issue.body,
    labels: [issue.label],
  });
  return data.number;
}

async function findIssue(
  client: Client,
  { owner, name }: RepositoryName,
  { label, marker }: DesiredIssue,
): Promise<number | null> {
  let after: string | null = null;
  for (let page = 1; page <= mostPages; page++) {
    const variables: Record<string, string | null> = { owner, name, label, after };
    const answer = await queryGraphQL(client, issuesQuery, variables, issuesSchema);
    const { nodes, pageInfo } = answer.repository.issues;
    const ours = nodes.find(({ viewerDidAuthor, body }) => viewerDidAuthor && opens(body, marker));
    if (ours !== undefined) return ours.number;
    if (!pageInfo.hasNextPage) return null;
    after = pageInfo.endCursor;
  }
  return null;
}

/** A marker further down could be somebody's quotation. */
function opens(body: string, marker: string): boolean {
  return body.trimStart().startsWith(marker);
}

const issueQuery = /* GraphQL */ `
query LookAtIssue($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    issue(number: $number) {
      state
      comments(last: 100) { nodes { viewerDidAuthor body } }
    }
  }
}
`;

const issueSchema = z.object({
  repository: z
    .object({
      issue: z
        .object({
          state: z.enum(["OPEN", "CLOSED"]),
          comments: z.object({
            nodes: listOf(z.object({ viewerDidAuthor: z.boolean(), body: z.string() })),
          }),
        })
        .nullable(),
    })
    .nullable(),
});

/** The issue as it stands; null when it is gone: deleted, or moved to another repository. */
export async function lookAtIssue(
  client: Client,
  { owner, name }: RepositoryName,
  number: number,
): Promise<StandingIssue | null> {
  const variables = { owner, name, number };
  const answer = await queryGraphQL(client, issueQuery, variables, issueSchema, isAbsent);
  const issue = answer.repository?.issue ?? null;
  if (issue === null) return null;
  return {
    state: issue.state === "OPEN" ? "open" : "closed",
    comments: issue.comments.nodes.flatMap(({ viewerDidAuthor, body }) =>
      viewerDidAuthor ? [body] : [],
    ),
  };
}

function isAbsent({ type, path }: GraphQLProblem): boolean {
  return type === "NOT_FOUND" && path.join(".").startsWith("repository");
}

/** Writes comments on an issue, then closes or reopens it: a call for each. One that is gone is left alone. */
export async function changeIssue(
  client: Client,
  { owner, name }: RepositoryName,
  number: number,
  change: {
    readonly comments: readonly IssueComment[];
    /** Null: as it is. */
    readonly state: StandingIssue["state"] | null;
  },
): Promise<void> {
  const issue = { owner, repo: name, issue_number: number };
  try {
    for (const { marker, body } of change.comments) {
      await client.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...issue,
        body: `${marker}\n\n${body}`,
      });
    }
    if (change.state === null) return;
    await client.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
      ...issue,
      state: change.state,
    });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Deleted, or moved to another repository. */
function isGone(error: unknown): boolean {
  return isNotFound(error) || (error instanceof Refused && error.status === 410);
}
