import { LRUCache } from "lru-cache";
import { z } from "zod";
import { RetryLater } from "#core/errors.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { type PolicySource, policyPath } from "#core/policy/policy-source.ts";
import type { Client } from "./client.ts";
import { type GraphQLProblem, queryGraphQL } from "./graphql.ts";
import { policySourceOf } from "./policy-file.ts";
import { policyFileFragment } from "./snapshot-query.ts";
import { type FileNode, fileSchema } from "./snapshot-schema.ts";

/** A policy file as it stands in a commit. */
export type PolicyFile = Pick<PolicySource, "blobSha" | "content">;

const query = /* GraphQL */ `
query ReadPolicy($owner: String!, $name: String!, $sha: GitObjectID!, $policyPath: String!) {
  repository(owner: $owner, name: $name) {
    object(oid: $sha) { ... on Commit { ...PolicyFile } }
  }
}
${policyFileFragment}
`;

const answerSchema = z.object({
  repository: z.object({ object: z.object({ file: fileSchema.nullish() }).nullable() }),
});

const mostFiles = 500;

/** Reads policy files in commits, and keeps them: what a commit holds never changes. */
export function createPolicyFiles() {
  const files = new LRUCache<string, { readonly file: PolicyFile | null }>({ max: mostFiles });
  return {
    /** The file in a commit of the repository or of a fork's pull request; null when it is not there. */
    async read(
      client: Client,
      repository: RepositoryName,
      sha: string,
    ): Promise<PolicyFile | null> {
      const key = `${formatRepository(repository)}@${sha}`;
      const kept = files.get(key);
      if (kept !== undefined) return kept.file;
      const { owner, name } = repository;
      const variables = { owner, name, sha, policyPath };
      const answer = await queryGraphQL(client, query, variables, answerSchema, isMissingFile);
      const { object } = answer.repository;
      if (object === null) throw new RetryLater("GitHub doesn't show the head commit yet.");
      const node = object.file ?? null;
      const file = node && fileOf(node, repository);
      files.set(key, { file });
      return file;
    },
  };
}

function fileOf(node: FileNode, repository: RepositoryName): PolicyFile {
  const { blobSha, content } = policySourceOf(node, { origin: "repository", repository });
  return { blobSha, content };
}

/** GitHub reports a path that is not in the commit as an error at the field. */
function isMissingFile({ type, path }: GraphQLProblem): boolean {
  return type === "NOT_FOUND" && path.join(".") === "repository.object.file";
}
