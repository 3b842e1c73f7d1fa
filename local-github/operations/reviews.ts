import { representOwner, representTeam } from "../represent/account.ts";
import { representReview } from "../represent/conversation.ts";
import { representPullRequest } from "../represent/pull-request.ts";
import type { Account, PullRequest, Review, Team } from "../world/model.ts";
import { accessOf, isTeamMember, teamHasAccess } from "../world/permission.ts";
import { fullName, type World } from "../world/world.ts";
import { announcePullRequest } from "./pull-requests.ts";
import { unprocessable } from "./refusal.ts";

/** GitHub asks at most this many people and teams on one pull request. */
const mostRequestedReviewers = 15;

/** Submits a review; it answers the requests that named its author or one of the author's teams. */
export function submitReview(
  world: World,
  pullRequest: PullRequest,
  review: {
    readonly by: Account;
    readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED";
    readonly body: string;
    readonly commitSha: string;
  },
): Review {
  const { by, state, body, commitSha } = review;
  if (by === pullRequest.author && state !== "COMMENTED") {
    const what = state === "APPROVED" ? "approve" : "request changes on";
    throw unprocessable("Unprocessable Entity", [`Can not ${what} your own pull request`]);
  }
  const submitted: Review = world.register({
    ...world.identify("PRR"),
    kind: "review",
    pullRequest,
    author: by,
    state,
    body,
    commitSha,
    submittedAt: world.now(),
  });
  pullRequest.reviews.push(submitted);
  pullRequest.updatedAt = submitted.submittedAt;
  pullRequest.requestedUsers.delete(by);
  for (const team of [...pullRequest.requestedTeams]) {
    if (isTeamMember(team, by)) pullRequest.requestedTeams.delete(team);
  }
  announceReview(world, submitted, "submitted", by);
  return submitted;
}

/** Takes a review's force away. */
export function dismissReview(world: World, review: Review, by: Account): void {
  review.state = "DISMISSED";
  review.pullRequest.updatedAt = world.now();
  announceReview(world, review, "dismissed", by);
}

/** Asks people and teams for a review; GitHub refuses the author, outsiders and more than 15. */
export async function requestReviews(
  world: World,
  pull: PullRequest,
  wanted: { readonly users: readonly Account[]; readonly teams: readonly Team[] },
  by: Account,
): Promise<void> {
  refuseReviewers(pull, wanted);
  const users = wanted.users.filter((user) => !pull.requestedUsers.has(user));
  const teams = wanted.teams.filter((team) => !pull.requestedTeams.has(team));
  for (const user of users) pull.requestedUsers.add(user);
  for (const team of teams) pull.requestedTeams.add(team);
  await announceRequests(world, pull, "review_requested", { users, teams }, by);
}

/** Takes review requests back. */
export async function removeReviewRequests(
  world: World,
  pull: PullRequest,
  unwanted: { readonly users: readonly Account[]; readonly teams: readonly Team[] },
  by: Account,
): Promise<void> {
  const users = unwanted.users.filter((user) => pull.requestedUsers.delete(user));
  const teams = unwanted.teams.filter((team) => pull.requestedTeams.delete(team));
  await announceRequests(world, pull, "review_request_removed", { users, teams }, by);
}

function refuseReviewers(
  pull: PullRequest,
  { users, teams }: { readonly users: readonly Account[]; readonly teams: readonly Team[] },
): void {
  if (users.includes(pull.author)) {
    throw unprocessable("Review cannot be requested from pull request author.");
  }
  const outsider =
    users.some((user) => accessOf(pull.repository, user).role === "none" || user.kind === "bot") ||
    users.some((user) => !isCollaborator(pull, user)) ||
    teams.some((team) => !teamHasAccess(pull.repository, team));
  if (outsider) {
    throw unprocessable(
      "Reviews may only be requested from collaborators. One or more of the users or teams " +
        `you specified is not a collaborator of the ${fullName(pull.repository)} repository.`,
    );
  }
  const all = new Set([...pull.requestedUsers, ...pull.requestedTeams, ...users, ...teams]);
  if (all.size > mostRequestedReviewers) {
    throw unprocessable(`A maximum of ${mostRequestedReviewers} reviewers can be requested.`);
  }
}

/** Everybody may read a public repository, but only its own people can be asked. */
function isCollaborator({ repository }: PullRequest, user: Account): boolean {
  const { owner, userRoles, teamRoles } = repository;
  return (
    owner === user ||
    userRoles.has(user) ||
    (owner.kind === "organisation" && owner.members.has(user)) ||
    [...teamRoles.keys()].some((team) => isTeamMember(team, user))
  );
}

async function announceRequests(
  world: World,
  pull: PullRequest,
  action: string,
  { users, teams }: { readonly users: readonly Account[]; readonly teams: readonly Team[] },
  by: Account,
): Promise<void> {
  if (users.length + teams.length > 0) pull.updatedAt = world.now();
  for (const user of users) {
    const requested_reviewer = representOwner(world, user);
    await announcePullRequest(world, pull, action, by, { requested_reviewer });
  }
  for (const team of teams) {
    const requested_team = representTeam(world, team);
    await announcePullRequest(world, pull, action, by, { requested_team });
  }
}

function announceReview(world: World, review: Review, action: string, by: Account): void {
  world.announce({
    event: "pull_request_review",
    action,
    sender: by,
    repository: review.pullRequest.repository,
    payload: {
      review: representReview(world, review, "webhook"),
      pull_request: representPullRequest(world, review.pullRequest),
    },
  });
}
