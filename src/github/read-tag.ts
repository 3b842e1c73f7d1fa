import { z } from "zod";
import type { RepositoryName } from "#core/key.ts";
import { type PolicySource, policyPath } from "#core/policy/policy-source.ts";
import type { Tag } from "#core/release/tag.ts";
import type { Client } from "./client.ts";
import { type GraphQLProblem, queryGraphQL } from "./graphql.ts";
import type { TagReference } from "./list-tags.ts";
import { policySourceOf } from "./policy-file.ts";
import { policyFileFragment } from "./snapshot-query.ts";
import { fileSchema, listOf } from "./snapshot-schema.ts";

/** A tag as it stands, and what governs it. */
export type TagAtGitHub = {
  readonly defaultBranch: string;
  /** The repository's and the organisation's policy on their default branches, where there is one; the repository's own first. */
  readonly policies: readonly PolicySource[];
  /** Null when it is deleted, or names no commit. */
  readonly tag: Tag | null;
  /** What the reference itself names: the commit, or an annotated tag's object; null when it is deleted. */
  readonly targetSha: string | null;
  /** The release that people published for it. */
  readonly published: PublishedRelease | null;
  /** Of the newest 100 commits with tags. */
  readonly newestTags: readonly TagReference[];
  /** Whether these are all tags of the repository. */
  readonly areAllTags: boolean;
};

/** A release that everybody can see. */
type PublishedRelease = {
  readonly id: number;
  readonly name: string;
  readonly body: string;
};

const query = /* GraphQL */ `
query ReadTag($owner: String!, $name: String!, $ref: String!, $tag: String!, $policyPath: String!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name target { ... on Commit { ...PolicyFile } } }
    ref(qualifiedName: $ref) { ...TaggedObject }
    refs(refPrefix: "refs/tags/", first: 100, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      pageInfo { hasNextPage }
      nodes { name ...TaggedObject }
    }
    release(tagName: $tag) { databaseId isDraft name description }
  }
  organisation: repository(owner: $owner, name: ".github", followRenames: false) {
    defaultBranchRef { target { ... on Commit { ...PolicyFile } } }
  }
}
fragment TaggedObject on Ref {
  target { __typename oid ... on Tag { message target { __typename oid } } }
}
${policyFileFragment}
`;

const commitSchema = z.object({ file: fileSchema.nullish() });

const objectSchema = z.object({ __typename: z.string(), oid: z.string() });

const refSchema = z.object({
  target: objectSchema
    .extend({ message: z.string().nullish(), target: objectSchema.optional() })
    .nullable(),
});

const answerSchema = z.object({
  repository: z
    .object({
      defaultBranchRef: z.object({ name: z.string(), target: commitSchema.nullable() }).nullable(),
      ref: refSchema.nullable(),
      refs: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean() }),
        nodes: listOf(refSchema.extend({ name: z.string() })),
      }),
      release: z
        .object({
          databaseId: z.int(),
          isDraft: z.boolean(),
          name: z.string().nullable(),
          description: z.string().nullable(),
        })
        .nullable(),
    })
    .nullable(),
  organisation: z
    .object({ defaultBranchRef: z.object({ target: commitSchema.nullable() }).nullable() })
    .nullable(),
});

type RefNode = z.infer<typeof refSchema> | null;

/** A tag with its annotation, its published release and the policies of now: one call. Null when the repository is gone or empty. */
export async function readTag(
  client: Client,
  repository: RepositoryName,
  tag: string,
): Promise<TagAtGitHub | null> {
  const { owner, name } = repository;
  const variables = { owner, name, ref: `refs/tags/${tag}`, tag, policyPath };
  const answer = await queryGraphQL(client, query, variables, answerSchema, isMissing);
  const { repository: found, organisation } = answer;
  if (found === null || found.defaultBranchRef === null) return null;
  const { ref, release, defaultBranchRef } = found;
  const own = defaultBranchRef.target?.file;
  const wide = organisation?.defaultBranchRef?.target?.file;
  return {
    defaultBranch: defaultBranchRef.name,
    policies: [
      ...(own ? [policySourceOf(own, { origin: "repository", repository })] : []),
      ...(wide
        ? [policySourceOf(wide, { origin: "organisation", repository: { owner, name: ".github" } })]
        : []),
    ],
    tag: tagOf(tag, ref),
    targetSha: ref?.target?.oid ?? null,
    published:
      release === null || release.isDraft
        ? null
        : {
            id: release.databaseId,
            name: release.name ?? "",
            body: release.description ?? "",
          },
    newestTags: found.refs.nodes.flatMap((node) => {
      const commitSha = tagOf(node.name, node)?.commitSha;
      const targetSha = node.target?.oid;
      if (commitSha === undefined || targetSha === undefined) return [];
      return [{ tag: node.name, targetSha, commitSha }];
    }),
    areAllTags: !found.refs.pageInfo.hasNextPage,
  };
}

/** Trees, files and tags of tags can be tagged too: nothing can be released from them. */
function tagOf(name: string, ref: RefNode): Tag | null {
  const target = ref?.target ?? null;
  if (target === null) return null;
  const isAnnotated = target.__typename === "Tag";
  const object = isAnnotated ? target.target : target;
  if (object?.__typename !== "Commit") return null;
  return { name, commitSha: object.oid, annotation: isAnnotated ? (target.message ?? "") : null };
}

const mayBeAbsent: ReadonlySet<string> = new Set([
  "organisation",
  "organisation.defaultBranchRef.target.file",
  "repository",
  "repository.defaultBranchRef.target.file",
]);

/** GitHub reports what is not there, files included, as an error at the field. */
function isMissing({ type, path }: GraphQLProblem): boolean {
  return type === "NOT_FOUND" && mayBeAbsent.has(path.join("."));
}
