import { readFileSync } from "node:fs";
import {
  buildSchema,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from "graphql";

// Read past the package's entry point, which would parse five megabytes of JSON that nobody here needs.
const file = new URL("../../node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url);

let schemaOfThisProcess: GraphQLSchema | null = null;
const documents = new Map<string, DocumentNode>();
const problems = new Map<string, readonly GraphQLError[]>();

/** Two thirds of the file. */
const descriptions = /"""[\s\S]*?"""/g;

/** GitHub's published schema, without its descriptions. Reading it takes a while, so it is done once and on first use. */
export function githubSchema(): GraphQLSchema {
  const text = () => readFileSync(file, "utf8").replaceAll(descriptions, "");
  const options = { assumeValid: true, assumeValidSDL: true, noLocation: true };
  schemaOfThisProcess ??= buildSchema(text(), options);
  return schemaOfThisProcess;
}

/** Parses a query, remembering it; throws a GraphQLError. */
export function documentOf(query: string): DocumentNode {
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return document;
}

/** What the schema finds wrong with a query: a misspelt field, a missing argument. */
export function problemsOf(query: string): readonly GraphQLError[] {
  const found = problems.get(query) ?? validate(githubSchema(), documentOf(query));
  problems.set(query, found);
  return found;
}
