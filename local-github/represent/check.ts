import { openPullRequestsFrom } from "../world/lookup.ts";
import type { CheckRun, CheckSuite, CommitStatus } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { type Json, representApp, representOwner } from "./account.ts";
import { representPullRequestMention } from "./pull-request.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

/** A check run. */
export function representCheckRun(world: World, run: CheckRun): Json {
  const { repository } = run.suite;
  const url = `${repositoryUrl(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: run.suite.headSha,
    external_id: run.externalId ?? "",
    url,
    html_url: `${repositoryPage(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: representApp(world, run.suite.app),
    pull_requests: mentions(world, run.suite),
  };
}

/** A check run as its webhook carries it: with its whole suite. */
export function representCheckRunEvent(world: World, run: CheckRun): Json {
  return { ...representCheckRun(world, run), check_suite: representCheckSuite(world, run.suite) };
}

/** A check suite; its conclusion sums up its runs. */
export function representCheckSuite(world: World, suite: CheckSuite): Json {
  const url = `${repositoryUrl(world, suite.repository)}/check-suites/${suite.id}`;
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: suiteStatus(suite),
    conclusion: suiteConclusion(suite),
    url,
    before: null,
    after: suite.headSha,
    pull_requests: mentions(world, suite),
    app: representApp(world, suite.app),
    created_at: suite.createdAt,
    updated_at: suite.createdAt,
    latest_check_runs_count: suite.runs.length,
    check_runs_url: `${url}/check-runs`,
  };
}

/** One commit status. */
export function representStatus(world: World, status: CommitStatus, repositoryApi: string): Json {
  return {
    url: `${repositoryApi}/statuses/${status.sha}`,
    avatar_url: `${world.origin}/avatars/u/${status.author.id}`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator: representOwner(world, status.author),
  };
}

/** Queued until a run starts and when it is asked for again, completed when all runs are. */
export function suiteStatus(suite: CheckSuite): "queued" | "in_progress" | "completed" {
  const { runs, isRerequested } = suite;
  if (runs.length === 0 || isRerequested) return "queued";
  return runs.every(({ status }) => status === "completed") ? "completed" : "in_progress";
}

/** The first of GitHub's conclusions, worst first, that a run has; null until all are completed. */
export function suiteConclusion(suite: CheckSuite): string | null {
  if (suiteStatus(suite) !== "completed") return null;
  const worstFirst = ["failure", "timed_out", "cancelled", "action_required", "stale", "success"];
  return (
    worstFirst.find((conclusion) => suite.runs.some((run) => run.conclusion === conclusion)) ??
    "neutral"
  );
}

/** GitHub names no pull request from a fork here. */
function mentions(world: World, suite: CheckSuite): readonly Json[] {
  return openPullRequestsFrom(suite.repository, suite.repository)
    .filter((pull) => pull.head.sha === suite.headSha)
    .map((pull) => representPullRequestMention(world, pull));
}
