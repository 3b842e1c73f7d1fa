import { notFound, unprocessable } from "../../operations/refusal.ts";
import { removeReviewRequests, requestReviews } from "../../operations/reviews.ts";
import { representOwner, representTeam } from "../../represent/account.ts";
import { representCommit, representFile } from "../../represent/commit.ts";
import { representReview } from "../../represent/conversation.ts";
import { representPullRequest, representWholePullRequest } from "../../represent/pull-request.ts";
import { totalsOf } from "../../world/lookup.ts";
import type { Account, PullRequest, Team } from "../../world/model.ts";
import { pullRequestsOf } from "../../world/world.ts";
import { type Call, created, ok, page, repositoryOf, route } from "../route.ts";

// https://docs.github.com/rest/pulls/pulls
const mostFiles = 3000;
const mostCommits = 250;

/** Pull requests and what is in them. */
export const pullRoutes = [
  route("GET /repos/{owner}/{repo}/pulls", ["pull_requests:read"], (call) => {
    const { state = "open", base, head, sort = "created" } = call.parameters;
    const direction = call.parameters.direction ?? (sort === "created" ? "desc" : "asc");
    const matching = pullRequestsOf(repositoryOf(call)).filter(
      (pull) =>
        (state === "all" || pull.state === state) &&
        (base === undefined || pull.base.branch === base) &&
        (head === undefined || `${pull.head.repository?.owner.login}:${pull.head.branch}` === head),
    );
    const key = sort === "updated" ? "updatedAt" : "createdAt";
    const oldestFirst = matching.toSorted((a, b) => a[key].localeCompare(b[key]));
    const sorted = direction === "desc" ? oldestFirst.toReversed() : oldestFirst;
    return page(call, sorted, (shown) =>
      shown.map((pull) => representPullRequest(call.world, pull)),
    );
  }),
  route("GET /repos/{owner}/{repo}/pulls/{pull_number}", ["pull_requests:read"], async (call) => {
    const pull = pullOf(call);
    return ok(representWholePullRequest(call.world, pull, await totalsOf(pull)));
  }),
  route(
    "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
    ["pull_requests:read"],
    async (call) => {
      const pull = pullOf(call);
      const { files } = await totalsOf(pull);
      return page(call, files.slice(0, mostFiles), (shown) =>
        shown.map((file) => representFile(call.world, pull.repository, file, pull.head.sha)),
      );
    },
  ),
  route(
    "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits",
    ["pull_requests:read"],
    async (call) => {
      const { repository, ...pull } = pullOf(call);
      const { commits } = await totalsOf({ repository, ...pull });
      const listed = commits.slice(0, mostCommits).map((sha) => repository.git.commitOf(sha));
      return page(call, await Promise.all(listed), (shown) =>
        shown.map((commit) => representCommit(call.world, repository, commit)),
      );
    },
  ),
  route("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", ["pull_requests:read"], (call) =>
    page(call, pullOf(call).reviews, (shown) =>
      shown.map((review) => representReview(call.world, review, "rest")),
    ),
  ),
  route(
    "GET /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
    ["pull_requests:read"],
    (call) => {
      const pull = pullOf(call);
      return ok({
        users: [...pull.requestedUsers].map((user) => representOwner(call.world, user)),
        teams: [...pull.requestedTeams].map((team) => representTeam(call.world, team)),
      });
    },
  ),
  route(
    "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
    ["pull_requests:write"],
    async (call) => {
      const pull = pullOf(call);
      await requestReviews(call.world, pull, reviewersOf(call, pull), call.caller.account);
      return created(representPullRequest(call.world, pull));
    },
  ),
  route(
    "DELETE /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
    ["pull_requests:write"],
    async (call) => {
      const pull = pullOf(call);
      await removeReviewRequests(call.world, pull, reviewersOf(call, pull), call.caller.account);
      return ok(representPullRequest(call.world, pull));
    },
  ),
];

function pullOf(call: Call<{ owner: string; repo: string; pull_number: number }>): PullRequest {
  const pull = repositoryOf(call).issues.get(call.parameters.pull_number);
  if (pull?.kind !== "pull-request") throw notFound();
  return pull;
}

function reviewersOf(
  { world, parameters }: Call<{ reviewers?: string[]; team_reviewers?: string[] }>,
  pull: PullRequest,
): { readonly users: readonly Account[]; readonly teams: readonly Team[] } {
  const { owner } = pull.repository;
  const users = (parameters.reviewers ?? []).map((login) => world.account(login));
  const teams = (parameters.team_reviewers ?? []).map((slug) =>
    owner.kind === "organisation" ? owner.teams.get(slug.toLowerCase()) : undefined,
  );
  const missing = [...users, ...teams].includes(undefined);
  if (missing) {
    throw unprocessable("Could not resolve to a node with one of the given reviewers.");
  }
  return { users: users.filter((each) => !!each), teams: teams.filter((each) => !!each) };
}
