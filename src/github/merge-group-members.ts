import { z } from "zod";
import { RetryLater } from "#core/errors.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { queryGraphQL } from "./graphql.ts";

/** A merge queue's group by the commit that it would bring to the branch. */
export type MergeGroupName = {
  readonly repository: RepositoryName;
  readonly branch: string;
  readonly headSha: string;
};

/** The pull requests of a group, from its head back to the branch. */
export type MergeGroupMembers =
  | { readonly kind: "known"; readonly numbers: readonly number[] }
  | { readonly kind: "unknown"; readonly because: string }
  /** The group was merged or taken apart. */
  | { readonly kind: "gone" };

const query = /* GraphQL */ `
query ObserveMergeGroup($owner: String!, $name: String!, $branch: String!, $base: String!, $groups: String!) {
  repository(owner: $owner, name: $name) {
    base: ref(qualifiedName: $base) { target { oid } }
    groups: refs(refPrefix: $groups, first: 100) { nodes { target { oid } } }
    mergeQueue(branch: $branch) {
      entries(first: 100) {
        nodes {
          headCommit { oid }
          baseCommit { oid }
          pullRequest { number }
        }
      }
    }
  }
}
`;

const commitSchema = z.object({ oid: z.string() }).nullable();
const refSchema = z.object({ target: commitSchema }).nullable();
const entrySchema = z.object({
  headCommit: commitSchema,
  baseCommit: commitSchema,
  pullRequest: z.object({ number: z.number() }).nullable(),
});
const answerSchema = z.object({
  repository: z
    .object({
      base: refSchema,
      groups: z.object({ nodes: z.array(refSchema) }).nullable(),
      mergeQueue: z
        .object({ entries: z.object({ nodes: z.array(entrySchema.nullable()) }).nullable() })
        .nullable(),
    })
    .nullable(),
});

type Entry = z.infer<typeof entrySchema>;

/**
 * Finds the members by the chain of the queue's entries: each builds on the commit of the one before it, and the first on
 * the branch's tip. A chain that doesn't reach the tip leaves the members unknown.
 *
 * A group's branch stands as long as the group, see
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 *
 * @throws RetryLater while the branch of the group stands and the queue doesn't show its head
 */
export async function readMergeGroupMembers(
  client: Client,
  { repository, branch, headSha }: MergeGroupName,
): Promise<MergeGroupMembers> {
  const variables = {
    ...repository,
    branch,
    base: `refs/heads/${branch}`,
    groups: `refs/heads/gh-readonly-queue/${branch}/`,
  };
  const answer = await queryGraphQL(client, query, variables, answerSchema, ({ type, path }) => {
    return type === "NOT_FOUND" && path.join(".") === "repository";
  });
  if (answer.repository === null) return { kind: "gone" };
  const { base, groups, mergeQueue } = answer.repository;
  const tipSha = base?.target?.oid ?? null;
  if (tipSha === headSha) return { kind: "gone" };
  const entries = (mergeQueue?.entries?.nodes ?? []).filter((entry) => entry !== null);
  if (!entries.some(({ headCommit }) => headCommit?.oid === headSha)) {
    const stands = groups?.nodes.some((group) => group?.target?.oid === headSha) ?? false;
    if (!stands) return { kind: "gone" };
    throw new RetryLater("GitHub doesn't show the merge group in its queue yet.");
  }
  return followChain(entries, headSha, tipSha);
}

function followChain(
  entries: readonly Entry[],
  headSha: string,
  tipSha: string | null,
): MergeGroupMembers {
  const byHead = new Map(entries.map((entry) => [entry.headCommit?.oid, entry]));
  const numbers: number[] = [];
  let sha: string | undefined = headSha;
  while (sha !== undefined && sha !== tipSha && numbers.length <= entries.length) {
    const entry = byHead.get(sha);
    if (!entry?.pullRequest) break;
    numbers.push(entry.pullRequest.number);
    sha = entry.baseCommit?.oid;
  }
  if (sha === tipSha) return { kind: "known", numbers };
  const because = "The merge queue's entries don't lead from the group's head to the branch's tip.";
  return { kind: "unknown", because };
}
