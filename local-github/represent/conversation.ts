import type {
  Account,
  Comment,
  Issue,
  PullRequest,
  Reaction,
  Repository,
  Review,
} from "../world/model.ts";
import { accessOf } from "../world/permission.ts";
import type { World } from "../world/world.ts";
import { type Json, representOwner } from "./account.ts";
import { repositoryPage, repositoryUrl, representLabel } from "./repository.ts";

/** An issue's or pull request's page. */
export function conversationPage(world: World, issue: Issue | PullRequest): string {
  const kind = issue.kind === "issue" ? "issues" : "pull";
  return `${repositoryPage(world, issue.repository)}/${kind}/${issue.number}`;
}

/** An issue, or a pull request in its role as an issue. */
export function representIssue(world: World, issue: Issue | PullRequest): Json {
  const repository = repositoryUrl(world, issue.repository);
  const url = `${repository}/issues/${issue.number}`;
  const pull = `${repository}/pulls/${issue.number}`;
  const page = conversationPage(world, issue);
  return {
    url,
    repository_url: repository,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: issue.id,
    node_id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    user: representOwner(world, issue.author),
    labels: [...issue.labels].map((label) => representLabel(world, label)),
    state: issue.state,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: associationOf(issue.repository, issue.author),
    active_lock_reason: null,
    draft: issue.kind === "pull-request" && issue.draft,
    ...(issue.kind === "pull-request" && {
      pull_request: {
        url: pull,
        html_url: page,
        diff_url: `${page}.diff`,
        patch_url: `${page}.patch`,
        merged_at: issue.merged?.at ?? null,
      },
    }),
    body: issue.body,
    reactions: representReactions(`${url}/reactions`, []),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: issue.kind === "issue" ? issue.stateReason : null,
  };
}

/** A comment on an issue or pull request. */
export function representComment(world: World, comment: Comment): Json {
  const repository = repositoryUrl(world, comment.issue.repository);
  const url = `${repository}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${conversationPage(world, comment.issue)}#issuecomment-${comment.id}`,
    issue_url: `${repository}/issues/${comment.issue.number}`,
    id: comment.id,
    node_id: comment.nodeId,
    user: representOwner(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(comment.issue.repository, comment.author),
    body: comment.body,
    reactions: representReactions(`${url}/reactions`, comment.reactions),
    performed_via_github_app: null,
  };
}

/** A review; REST shouts its state, webhooks say it in lower case. */
export function representReview(world: World, review: Review, spelling: "rest" | "webhook"): Json {
  const { pullRequest } = review;
  const pull = `${repositoryUrl(world, pullRequest.repository)}/pulls/${pullRequest.number}`;
  const page = `${conversationPage(world, pullRequest)}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: representOwner(world, review.author),
    body: review.body,
    state: spelling === "rest" ? review.state : review.state.toLowerCase(),
    html_url: page,
    pull_request_url: pull,
    author_association: associationOf(pullRequest.repository, review.author),
    _links: { html: { href: page }, pull_request: { href: pull } },
    submitted_at: review.submittedAt,
    commit_id: review.commitSha,
  };
}

/** One person's reaction. */
export function representReaction(world: World, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: representOwner(world, reaction.author),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

/** How GitHub describes somebody's relation to a repository. It is no permission. */
export function associationOf(repository: Repository, account: Account): string {
  const { owner } = repository;
  if (owner === account) return "OWNER";
  if (owner.kind === "organisation" && owner.members.has(account)) return "MEMBER";
  const { roleName } = accessOf(repository, account);
  return roleName === "none" || roleName === "read" ? "NONE" : "COLLABORATOR";
}

/** The contents that a reaction may have, as REST names them. */
const reactionContents = [
  "+1",
  "-1",
  "laugh",
  "hooray",
  "confused",
  "heart",
  "rocket",
  "eyes",
] as const;

function representReactions(url: string, reactions: readonly Reaction[]): Json {
  const count = (content: string) => reactions.filter((each) => each.content === content).length;
  return {
    url,
    total_count: reactions.length,
    ...Object.fromEntries(reactionContents.map((content) => [content, count(content)])),
  };
}
