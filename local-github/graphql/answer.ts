import { execute, GraphQLError, type GraphQLFieldResolver, Kind } from "graphql";
import { Refusal } from "../operations/refusal.ts";
import { refused } from "../rest/answer.ts";
import type { Answer, Services } from "../rest/route.ts";
import { readBody } from "../rest/validate.ts";
import type { Context } from "./context.ts";
import { Mutations } from "./mutations.ts";
import { Queries } from "./queries.ts";
import { documentOf, githubSchema, problemsOf } from "./schema.ts";
import { viewsFor } from "./views.ts";

type GraphqlRequest = {
  readonly query: string;
  readonly variables: { readonly [name: string]: unknown };
  readonly operationName: string | null;
};

/** Executes a request against GitHub's own schema. */
export async function answerGraphql(
  services: Services,
  authorization: string | undefined,
  body: string,
): Promise<Answer> {
  try {
    const caller = services.tokens.caller(authorization);
    if (caller.kind === "app") throw new Refusal(403, "Resource not accessible by integration");
    if (!services.rateLimit.spend(caller)) {
      const error = { type: "RATE_LIMITED", message: "API rate limit exceeded for installation." };
      const headers = services.rateLimit.headers(caller, "graphql");
      return { status: 200, body: { errors: [error] }, headers };
    }
    const result = await run(services, caller, requestOf(body));
    const headers = services.rateLimit.headers(caller, "graphql");
    return { status: 200, body: result, headers };
  } catch (cause) {
    if (cause instanceof Refusal) return refused(services, cause);
    throw cause;
  }
}

/** What a request is called in counts and faults: its operation's name, then its top-level fields. */
export function operationNames(body: string): readonly string[] {
  try {
    const { query } = requestOf(body);
    return documentOf(query).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? [
            ...(definition.name ? [definition.name.value] : []),
            ...definition.selectionSet.selections.flatMap((each) =>
              each.kind === Kind.FIELD ? [each.name.value] : [],
            ),
          ]
        : [],
    );
  } catch {
    return [];
  }
}

async function run(
  services: Services,
  caller: Context["caller"],
  { query, variables, operationName }: GraphqlRequest,
): Promise<object> {
  const problems = syntaxProblems(query);
  if (problems.length > 0) {
    for (const { message } of problems) services.traffic.unhandled.push(`graphql: ${message}`);
    return { errors: problems.map(({ message, locations }) => ({ message, locations })) };
  }
  const context: Context = { ...services, caller, views: viewsFor(() => context) };
  const document = documentOf(query);
  const mutates = document.definitions.some(
    (each) => each.kind === Kind.OPERATION_DEFINITION && each.operation === "mutation",
  );
  const { data, errors } = await execute({
    schema: githubSchema(),
    document,
    rootValue: mutates ? new Mutations(context) : new Queries(context),
    contextValue: context,
    variableValues: variables,
    operationName,
    fieldResolver: resolveLoudly,
  });
  return { data, ...(errors && { errors: errors.map((error) => formatError(services, error)) }) };
}

/** Reads a field from a view, or fails: a field that nobody thought of must not quietly be null. */
const resolveLoudly: GraphQLFieldResolver<object, Context> = (source, given, context, info) => {
  if (!Reflect.has(source, info.fieldName)) {
    throw new Error(`the local GitHub does not know ${info.parentType.name}.${info.fieldName}`);
  }
  const value: unknown = Reflect.get(source, info.fieldName);
  return typeof value === "function" ? Reflect.apply(value, source, [given, context]) : value;
};

function syntaxProblems(query: string): readonly GraphQLError[] {
  try {
    return problemsOf(query);
  } catch (cause) {
    if (cause instanceof GraphQLError) return [cause];
    throw cause;
  }
}

function formatError(services: Services, error: GraphQLError): object {
  const { message, path, locations, originalError } = error;
  if (originalError instanceof Refusal) {
    return { type: originalError.type, path, locations, message };
  }
  services.traffic.unhandled.push(`graphql ${path?.join(".")}: ${message}`);
  return { path, locations, message };
}

function requestOf(text: string): GraphqlRequest {
  const body = readBody(text);
  const { query, variables, operationName } = body ?? {};
  if (typeof query !== "string") {
    throw new Refusal(400, "A query attribute must be specified and must be a string.");
  }
  return {
    query,
    variables: typeof variables === "object" && variables !== null ? { ...variables } : {},
    operationName: typeof operationName === "string" ? operationName : null,
  };
}
