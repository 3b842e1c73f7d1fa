import type { Context, Views } from "./context.ts";
import { ActorView } from "./views/actor.ts";
import { CheckRunView, CheckSuiteView } from "./views/check.ts";
import { CommitView } from "./views/commit.ts";
import { CommentView, LabelView, ReviewView } from "./views/conversation.ts";
import { IssueView } from "./views/issue.ts";
import { MergeQueueEntryView } from "./views/merge-queue.ts";
import { OrganisationView, TeamView } from "./views/organisation.ts";
import { PullRequestView } from "./views/pull-request.ts";
import { RefView } from "./views/ref.ts";
import { ReleaseView } from "./views/release.ts";
import { RepositoryView } from "./views/repository.ts";

/** The views of one request. They reach one another through it, so that their files need not import each other. */
export function viewsFor(context: () => Context): Views {
  return {
    actor: (owner) =>
      owner.kind === "organisation"
        ? new OrganisationView(context(), owner)
        : new ActorView(context(), owner),
    checkRun: (run) => new CheckRunView(context(), run),
    checkSuite: (suite) => new CheckSuiteView(context(), suite),
    comment: (comment) => new CommentView(context(), comment),
    commit: async (repository, sha) =>
      new CommitView(context(), repository, await repository.git.commitOf(sha)),
    issue: (issue) => new IssueView(context(), issue),
    label: (label) => new LabelView(label),
    mergeQueueEntry: (entry) => new MergeQueueEntryView(context(), entry),
    organisation: (organisation) => new OrganisationView(context(), organisation),
    pullRequest: (pull) => new PullRequestView(context(), pull),
    ref: (repository, branch) =>
      repository.branches.has(branch)
        ? new RefView(context(), repository, "refs/heads/", branch)
        : null,
    release: (release) => new ReleaseView(context(), release),
    repository: (repository) => new RepositoryView(context(), repository),
    review: (review) => new ReviewView(context(), review),
    team: (team) => new TeamView(context(), team),
  };
}
