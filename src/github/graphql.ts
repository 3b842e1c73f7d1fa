import { z } from "zod";
import { RetryLater, TerminalError } from "#core/errors.ts";
import type { Client } from "./client.ts";

/** One entry of a GraphQL answer's `errors`. */
export type GraphQLProblem = {
  /** GitHub's word for the kind of error, e.g. `NOT_FOUND`; null when it gives none. */
  readonly type: string | null;
  readonly path: readonly (string | number)[];
  readonly message: string;
};

const problemSchema = z
  .object({
    type: z.string().optional(),
    path: z.array(z.union([z.string(), z.number()])).optional(),
    message: z.string(),
    extensions: z.object({ code: z.string().optional() }).optional(),
  })
  .transform(
    ({ type, path, message, extensions }): GraphQLProblem => ({
      type: type ?? extensions?.code ?? null,
      path: path ?? [],
      message,
    }),
  );

const answerSchema = z.object({
  data: z.unknown(),
  errors: z.array(problemSchema).default([]),
});

/** Errors that say no. The others (time-outs, internal errors, no type at all) may be gone at the next attempt. */
const finalTypes = new Set([
  "EXCESSIVE_PAGINATION",
  "FORBIDDEN",
  "INSUFFICIENT_SCOPES",
  "MAX_NODE_LIMIT_EXCEEDED",
  "NOT_FOUND",
  "UNPROCESSABLE",
  "argumentLiteralsIncompatible",
  "argumentNotAccepted",
  "undefinedField",
  "undefinedType",
  "variableMismatch",
]);

/** Sends a query or mutation; gives the data as far as GitHub could fill it, and what it could not. */
export async function sendGraphQL(
  client: Client,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<{ readonly data: unknown; readonly problems: readonly GraphQLProblem[] }> {
  const answer = answerSchema.safeParse(await client.graphql(query, variables));
  if (!answer.success) throw new RetryLater("GitHub's GraphQL answer has not the expected form.");
  return { data: answer.data.data, problems: answer.data.errors };
}

/**
 * Sends a query whose answer must be whole but for the problems that are expected.
 *
 * @throws RetryLater or TerminalError for every other problem: what could not be read is not absent
 */
export async function queryGraphQL<Schema extends z.ZodType>(
  client: Client,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  schema: Schema,
  isExpected: (problem: GraphQLProblem) => boolean = () => false,
): Promise<z.infer<Schema>> {
  const { data, problems } = await sendGraphQL(client, query, variables);
  const unexpected = problems.find((problem) => !isExpected(problem));
  if (unexpected !== undefined) throw errorOf(unexpected);
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RetryLater(
    `GitHub's GraphQL answer has not the expected form at ${issue?.path.join(".")}.`,
  );
}

/** What a problem means for the work that needed the answer. */
export function errorOf({ type, path, message }: GraphQLProblem): RetryLater | TerminalError {
  const text = `GitHub could not answer (${path.join(".") || "whole request"}): ${message.slice(0, 500)}`;
  return type !== null && finalTypes.has(type) ? new TerminalError(text) : new RetryLater(text);
}
