import { z } from "zod";
import type { RepositoryName } from "#core/key.ts";
import { type PolicySource, policyPath } from "#core/policy/policy-source.ts";
import type { BranchRules } from "./branch-rules.ts";
import type { Client } from "./client.ts";
import { type GraphQLProblem, queryGraphQL } from "./graphql.ts";
import { type PolicyPlace, policySourceOf } from "./policy-file.ts";
import { policyFileFragment } from "./snapshot-query.ts";
import { type FileNode, fileSchema } from "./snapshot-schema.ts";

/** What governs a branch at one of its commits. */
export type BranchControl = {
  readonly repositoryId: number;
  readonly defaultBranch: string;
  /** Where the default branch stands now. */
  readonly defaultSha: string;
  /** The organisation's and the repository's policy, where there is one; organisation first. */
  readonly policies: readonly PolicySource[];
};

const query = /* GraphQL */ `
query ReadControl($owner: String!, $name: String!, $sha: GitObjectID!, $policyPath: String!) {
  repository(owner: $owner, name: $name) {
    databaseId
    defaultBranchRef { name target { oid ... on Commit { ...PolicyFile } } }
    object(oid: $sha) { ... on Commit { oid ...PolicyFile } }
  }
  organisation: repository(owner: $owner, name: ".github", followRenames: false) {
    defaultBranchRef { target { ... on Commit { ...PolicyFile } } }
  }
}
${policyFileFragment}
`;

const commitSchema = z.object({ file: fileSchema.nullish() });

const knownCommitSchema = commitSchema.extend({ oid: z.string() });

const answerSchema = z.object({
  repository: z
    .object({
      databaseId: z.int(),
      defaultBranchRef: z
        .object({ name: z.string(), target: knownCommitSchema.nullable() })
        .nullable(),
      object: knownCommitSchema.nullable(),
    })
    .nullable(),
  organisation: z
    .object({ defaultBranchRef: z.object({ target: commitSchema.nullable() }).nullable() })
    .nullable(),
});

const mayBeAbsent: ReadonlySet<string> = new Set([
  "organisation",
  "organisation.defaultBranchRef.target.file",
  "repository",
  "repository.defaultBranchRef.target.file",
  "repository.object.file",
]);

/** Names no commit. */
const noCommit = "0".repeat(40);

/**
 * The policies over a branch when it was at a commit (null: over the default branch as it is now), with one call. What the commit holds never
 * changes; the organisation's policy is that of now. Where GitHub does not know the commit (a new branch had none) the default branch's
 * policy stands in. Null when the repository is gone or empty.
 */
export async function readControl(
  client: Client,
  rules: BranchRules,
  repository: RepositoryName,
  sha: string | null,
): Promise<BranchControl | null> {
  const { owner, name } = repository;
  const variables = { owner, name, sha: sha ?? noCommit, policyPath };
  const answer = await queryGraphQL(client, query, variables, answerSchema, isMissing);
  const { repository: found, organisation } = answer;
  if (!found?.defaultBranchRef?.target) return null;
  const { name: defaultBranch, target: tip } = found.defaultBranchRef;
  const organisations = sourceOf(organisation?.defaultBranchRef?.target?.file, {
    origin: "organisation",
    repository: { owner, name: ".github" },
  });
  const policiesAt = (commit: z.infer<typeof commitSchema>) => [
    ...organisations,
    ...sourceOf(commit.file, { origin: "repository", repository }),
  ];
  rules.note(repository, { defaultBranch, policies: policiesAt(tip) });
  return {
    repositoryId: found.databaseId,
    defaultBranch,
    defaultSha: tip.oid,
    policies: policiesAt(found.object ?? tip),
  };
}

function sourceOf(file: FileNode | null | undefined, place: PolicyPlace): readonly PolicySource[] {
  return file ? [policySourceOf(file, place)] : [];
}

/** GitHub reports what is not there, files included, as an error at the field. */
function isMissing({ type, path }: GraphQLProblem): boolean {
  return type === "NOT_FOUND" && mayBeAbsent.has(path.join("."));
}
