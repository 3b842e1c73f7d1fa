import type { PullRequest, Repository, Totals } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { type Json, representOwner, representTeam } from "./account.ts";
import { associationOf, conversationPage } from "./conversation.ts";
import { repositoryUrl, representLabel, representRepository } from "./repository.ts";

/** A pull request as lists show it. */
export function representPullRequest(world: World, pull: PullRequest): Json {
  const repository = repositoryUrl(world, pull.repository);
  const page = conversationPage(world, pull);
  return {
    url: `${repository}/pulls/${pull.number}`,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    ...linksOf(repository, pull),
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: representOwner(world, pull.author),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.merged?.commitSha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [...pull.requestedUsers].map((user) => representOwner(world, user)),
    requested_teams: [...pull.requestedTeams].map((team) => representTeam(world, team)),
    labels: [...pull.labels].map((label) => representLabel(world, label)),
    milestone: null,
    draft: pull.draft,
    head: representSide(world, pull.head.repository, pull.head.branch, pull.head.sha),
    base: representSide(world, pull.repository, pull.base.branch, pull.base.sha),
    _links: Object.fromEntries(
      Object.entries({
        self: `${repository}/pulls/${pull.number}`,
        html: page,
        issue: `${repository}/issues/${pull.number}`,
        comments: `${repository}/issues/${pull.number}/comments`,
        review_comments: `${repository}/pulls/${pull.number}/comments`,
        review_comment: `${repository}/pulls/comments{/number}`,
        commits: `${repository}/pulls/${pull.number}/commits`,
        statuses: `${repository}/statuses/${pull.head.sha}`,
      }).map(([name, href]) => [name, { href }]),
    ),
    author_association: associationOf(pull.repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** A single pull request, with its size. */
export function representWholePullRequest(world: World, pull: PullRequest, totals: Totals): Json {
  return {
    ...representPullRequest(world, pull),
    merged: pull.merged !== null,
    mergeable: pull.merged ? null : true,
    rebaseable: pull.merged ? null : true,
    mergeable_state: pull.draft ? "draft" : "unknown",
    merged_by: pull.merged ? representOwner(world, pull.merged.by) : null,
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: totals.commits.length,
    additions: totals.additions,
    deletions: totals.deletions,
    changed_files: totals.files.length,
  };
}

/** A pull request as check runs and suites mention it. */
export function representPullRequestMention(world: World, pull: PullRequest): Json {
  const side = (repository: Repository | null, ref: string, sha: string) => ({
    ref,
    sha,
    repo: repository && {
      id: repository.id,
      url: repositoryUrl(world, repository),
      name: repository.name,
    },
  });
  return {
    url: `${repositoryUrl(world, pull.repository)}/pulls/${pull.number}`,
    id: pull.id,
    number: pull.number,
    head: side(pull.head.repository, pull.head.branch, pull.head.sha),
    base: side(pull.repository, pull.base.branch, pull.base.sha),
  };
}

function linksOf(repository: string, pull: PullRequest): Json {
  return {
    issue_url: `${repository}/issues/${pull.number}`,
    commits_url: `${repository}/pulls/${pull.number}/commits`,
    review_comments_url: `${repository}/pulls/${pull.number}/comments`,
    review_comment_url: `${repository}/pulls/comments{/number}`,
    comments_url: `${repository}/issues/${pull.number}/comments`,
    statuses_url: `${repository}/statuses/${pull.head.sha}`,
  };
}

function representSide(
  world: World,
  repository: Repository | null,
  ref: string,
  sha: string,
): Json {
  return {
    label: repository ? `${repository.owner.login}:${ref}` : "unknown repository",
    ref,
    sha,
    user: repository && representOwner(world, repository.owner),
    repo: repository && representRepository(world, repository),
  };
}
