import type { WrittenChange, WrittenCheckRun } from "#core/change/observed-change.ts";
import type { Snapshot } from "./read-snapshot.ts";
import type { CheckRunsNode, PullRequestNode } from "./snapshot-schema.ts";

/** Stands in the one comment that we keep on a pull request. */
const commentMarker = "<!-- sluice:change -->";

/** What we have written on the pull request before. */
export function mapWritten(snapshot: Snapshot): WrittenChange {
  const { pullRequest, ourLabels } = snapshot;
  const labels = pullRequest.labels?.nodes ?? [];
  const head = pullRequest.head.nodes[0]?.commit;
  return {
    pullRequestNodeId: pullRequest.id,
    repositoryNodeId: snapshot.repositoryNodeId,
    checkRun: head ? findCheckRun(head, `change control: ${pullRequest.baseRefName}`) : null,
    comment: findOurComment(pullRequest.comments),
    labels: labels.map(({ name }) => name),
    labelIds: Object.fromEntries([...ourLabels, ...labels].map(({ id, name }) => [name, id])),
    requestedReviewers: mapRequestedReviewers(pullRequest),
  };
}

/**
 * The newest check run of that name that the app has on the commit; of two begun in one second, the one that GitHub lists
 * last. (Its "latest" filter goes by the time of completion, which an open check run does not have.)
 */
export function findCheckRun(commit: CheckRunsNode, name: string): WrittenCheckRun | null {
  const newest = (commit.checkSuites?.nodes ?? [])
    .flatMap(({ status, checkRuns }) =>
      (checkRuns?.nodes ?? []).map((checkRun) => ({ ...checkRun, suiteStatus: status })),
    )
    .filter((checkRun) => checkRun.name === name)
    .sort((a, b) => compareText(a.startedAt ?? "", b.startedAt ?? ""))
    .at(-1);
  if (newest === undefined) return null;
  return {
    nodeId: newest.id,
    name: newest.name,
    status: newest.status.toLowerCase(),
    conclusion: newest.conclusion?.toLowerCase() ?? null,
    externalId: newest.externalId,
    title: newest.title,
    summary: newest.summary,
    isRerequested: newest.status === "COMPLETED" && newest.suiteStatus === "QUEUED",
    annotated: (newest.annotations?.totalCount ?? 0) > 0,
  };
}

/** Our comment on this page of comments: by us and with our marker, since anybody can write the marker. */
export function findOurComment({
  nodes,
}: Pick<PullRequestNode["comments"], "nodes">): WrittenChange["comment"] {
  const ours = nodes.find(
    ({ viewerDidAuthor, body }) => viewerDidAuthor && body.includes(commentMarker),
  );
  return ours === undefined ? null : { nodeId: ours.id, body: ours.body };
}

function mapRequestedReviewers({
  reviewRequests,
}: PullRequestNode): WrittenChange["requestedReviewers"] {
  const reviewers = (reviewRequests?.nodes ?? []).flatMap(
    ({ requestedReviewer }) => requestedReviewer ?? [],
  );
  return {
    users: reviewers.flatMap(({ __typename, login }) => {
      if (login === undefined) return [];
      return [__typename === "Bot" ? `${login}[bot]` : login];
    }),
    teams: reviewers.flatMap(({ combinedSlug }) => combinedSlug ?? []),
  };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
