import { z } from "zod";
import { deploymentsMarker } from "#core/gate/deployments-comment.ts";
import type { RepositoryName } from "#core/key.ts";
import type { ReleaseLabel } from "#core/release/release-label.ts";
import {
  addReleaseLine,
  type ReleaseNews,
  type TouchedChange,
} from "#core/release/release-news.ts";
import type { Client } from "./client.ts";
import { errorOf, type GraphQLProblem, queryGraphQL, sendGraphQL } from "./graphql.ts";
import { composeMutation, indexOfPath, type MutationField } from "./mutation.ts";
import { listOf } from "./snapshot-schema.ts";

const pullRequestSchema = z
  .object({
    id: z.string(),
    updatedAt: z.string(),
    labels: z.object({ nodes: listOf(z.object({ name: z.string() })) }).nullish(),
    comments: z
      .object({
        nodes: listOf(z.object({ id: z.string(), body: z.string(), viewerDidAuthor: z.boolean() })),
      })
      .optional(),
  })
  .nullable();

type PullRequest = NonNullable<z.infer<typeof pullRequestSchema>> & { readonly number: number };

const answerSchema = z.object({
  repository: z.looseObject({ id: z.string(), label: z.object({ id: z.string() }).nullish() }),
});

/**
 * Tells pull requests of their release: by a label, which is made where it is missing, or by a line in a comment of ours that is there. Two calls
 * for all of them, three where the label is made. Those that know already are left alone, and one that is gone, or refuses, keeps none of the
 * others from knowing.
 *
 * @param numbers of at most 25 pull requests
 * @returns those that it labelled
 */
export async function writeReleaseNews(
  client: Client,
  repository: RepositoryName,
  numbers: readonly number[],
  news: ReleaseNews,
): Promise<readonly TouchedChange[]> {
  const { pullRequests, ...found } = await readTold(client, repository, numbers, news);
  if (news.kind === "comment") {
    await send(
      client,
      pullRequests.flatMap((pull) => lineWrites(pull, news)),
    );
    return [];
  }
  const { label } = news;
  const isLabelled = ({ name }: { readonly name: string }) =>
    name.toLowerCase() === label.name.toLowerCase();
  const unlabelled = pullRequests.filter(({ labels }) => labels?.nodes.some(isLabelled) !== true);
  if (unlabelled.length === 0) return [];
  const labelId = found.labelId ?? (await createLabel(client, found.repositoryId, label));
  const answers = await send(
    client,
    unlabelled.map(({ id }) => ({
      name: "addLabelsToLabelable",
      input: { labelableId: id, labelIds: [labelId] },
      selection: "labelable { ... on PullRequest { updatedAt } }",
    })),
  );
  return unlabelled.flatMap(({ number, updatedAt: before }, index) => {
    const labelled = labelledSchema.safeParse(answers[`write${index}`]);
    return labelled.success ? [{ number, before, after: labelled.data.labelable.updatedAt }] : [];
  });
}

const labelledSchema = z.object({ labelable: z.object({ updatedAt: z.string() }) });

async function readTold(
  client: Client,
  { owner, name }: RepositoryName,
  numbers: readonly number[],
  news: ReleaseNews,
) {
  const wanted = numbers.map(
    (number) => `pull${number}: pullRequest(number: ${number}) { ...Told }`,
  );
  const parts =
    news.kind === "label"
      ? "labels(first: 100) { nodes { name } }"
      : "comments(last: 100) { nodes { id body viewerDidAuthor } }";
  const query = /* GraphQL */ `
query ReadReleaseNews($owner: String!, $name: String!, $label: String!) {
  repository(owner: $owner, name: $name) {
    id
    label(name: $label) { id }
    ${wanted.join("\n    ")}
  }
}
fragment Told on PullRequest { id updatedAt ${parts} }`;
  const variables = { owner, name, label: news.kind === "label" ? news.label.name : "" };
  const { repository } = await queryGraphQL(client, query, variables, answerSchema, isGone);
  return {
    repositoryId: repository.id,
    labelId: repository.label?.id ?? null,
    pullRequests: numbers.flatMap((number): readonly PullRequest[] => {
      const found = pullRequestSchema.parse(repository[`pull${number}`] ?? null);
      return found === null ? [] : [{ ...found, number }];
    }),
  };
}

/** The line goes into our comment about deployments, else into the other one; where there is none, none is made. */
function lineWrites(
  { comments }: PullRequest,
  news: Extract<ReleaseNews, { kind: "comment" }>,
): readonly MutationField[] {
  const ours = comments?.nodes.filter(
    ({ body, viewerDidAuthor }) => viewerDidAuthor && ourMarker.test(body),
  );
  const comment = ours?.find(({ body }) => body.startsWith(deploymentsMarker)) ?? ours?.[0];
  if (comment === undefined) return [];
  const body = addReleaseLine(comment.body, news);
  const input = { id: comment.id, body };
  return body === comment.body ? [] : [{ name: "updateIssueComment", input }];
}

const ourMarker = /^<!-- sluice:(?:change|deployments) -->/;

const createdSchema = z.object({
  write0: z.object({ label: z.object({ id: z.string() }) }),
});

async function createLabel(
  client: Client,
  repositoryId: string,
  label: ReleaseLabel,
): Promise<string> {
  const input = { repositoryId, ...label };
  const { text, variables } = composeMutation("MakeLabel", [{ name: "createLabel", input }]);
  const { data, problems } = await sendGraphQL(client, text, variables);
  const created = createdSchema.safeParse(data);
  // Two may make it at once: then the next look finds it.
  if (!created.success) throw new Error(`The label was not made: ${problems[0]?.message ?? ""}`);
  return created.data.write0.label.id;
}

/** Sends the writes; gives what came back of each, by its alias. One that is refused for good is left at that. */
async function send(
  client: Client,
  writes: readonly MutationField[],
): Promise<Readonly<Record<string, unknown>>> {
  if (writes.length === 0) return {};
  const { text, variables } = composeMutation("TellReleased", writes);
  const { data, problems } = await sendGraphQL(client, text, variables);
  const failed = problems.find(
    ({ path, type }) => indexOfPath(path) === null || !refusals.has(type ?? ""),
  );
  if (failed !== undefined) throw errorOf(failed);
  return z.record(z.string(), z.unknown()).safeParse(data).data ?? {};
}

const refusals: ReadonlySet<string> = new Set(["FORBIDDEN", "NOT_FOUND", "UNPROCESSABLE"]);

function isGone({ type, path }: GraphQLProblem): boolean {
  return type === "NOT_FOUND" && path.length === 2;
}
