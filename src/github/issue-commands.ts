import { z } from "zod";
import type { DueAnswer } from "#core/command/handled-command.ts";
import type { PendingCommand } from "#core/command/received-command.ts";
import type { CommandState } from "#core/command/run-command.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { findReplied, stateOf } from "./command-traces.ts";
import { errorOf, queryGraphQL, sendGraphQL } from "./graphql.ts";
import { composeMutation, indexOfPath } from "./mutation.ts";
import { answerWrites } from "./plan-writes.ts";
import { accountFragment } from "./snapshot-query.ts";
import { actorSchema, listOf } from "./snapshot-schema.ts";

/** What GitHub shows of the commands on an issue. */
export type IssueCommands = {
  readonly nodeId: string;
  /** How the commands stand, by their ids; what is not among the newest 100 comments is not there. */
  readonly states: ReadonlyMap<string, CommandState>;
  /** The commands, by id, to which a reply of ours stands. */
  readonly repliedTo: ReadonlySet<string>;
};

const query = /* GraphQL */ `
query LookAtIssueCommands($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    issue(number: $number) {
      id
      comments(last: 100) {
        nodes { id fullDatabaseId viewerDidAuthor author { ...Account } lastEditedAt body }
      }
    }
  }
}
${accountFragment}
`;

const answerSchema = z.object({
  repository: z.object({
    issue: z
      .object({
        id: z.string(),
        comments: z.object({
          nodes: listOf(
            z.object({
              id: z.string(),
              fullDatabaseId: z.union([z.string(), z.number()]).transform(String).nullable(),
              viewerDidAuthor: z.boolean(),
              author: actorSchema.nullable(),
              lastEditedAt: z.string().nullable(),
              body: z.string(),
            }),
          ),
        }),
      })
      .nullable(),
  }),
});

/** How commands on an issue stand: one call. Null when the issue is gone. */
export async function lookAtIssueCommands(
  client: Client,
  { owner, name }: RepositoryName,
  number: number,
  pending: readonly PendingCommand[],
): Promise<IssueCommands | null> {
  const { repository } = await queryGraphQL(client, query, { owner, name, number }, answerSchema);
  if (repository.issue === null) return null;
  const { id: nodeId, comments } = repository.issue;
  const shown = new Map(comments.nodes.map((node) => [node.id, node]));
  const states = pending.flatMap((command): [string, CommandState][] => {
    const { source } = command;
    return source.kind === "comment"
      ? [[source.id, stateOf(command, source, shown.get(source.nodeId))]]
      : [];
  });
  return { nodeId, states: new Map(states), repliedTo: findReplied(comments.nodes) };
}

/** Answers commands on an issue with reactions and replies: one call. A comment that is gone, or an issue that is locked, hears nothing. */
export async function answerOnIssue(
  client: Client,
  issueNodeId: string,
  answers: readonly DueAnswer[],
): Promise<void> {
  const writes = answers.flatMap((answer) => answerWrites(issueNodeId, answer));
  if (writes.length === 0) return;
  const { text, variables } = composeMutation("AnswerOnIssue", writes);
  const { problems } = await sendGraphQL(client, text, variables);
  const ofWhole = problems.find(({ path }) => indexOfPath(path) === null);
  if (ofWhole !== undefined) throw errorOf(ofWhole);
}
