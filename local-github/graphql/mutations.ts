import { createCheckRun, updateCheckRun } from "../operations/check-runs.ts";
import {
  addComment,
  addLabels,
  createLabel,
  editComment,
  react,
  removeLabels,
} from "../operations/issues.ts";
import { Refusal } from "../operations/refusal.ts";
import { revertPullRequest } from "../operations/reverts.ts";
import { removeReviewRequests, requestReviews } from "../operations/reviews.ts";
import type { Account, Issue, Node, PullRequest } from "../world/model.ts";
import { type CheckRunInput, editsOf } from "./check-run-input.ts";
import { actorOf, type Context, requirePermission } from "./context.ts";
import { IssueMutations } from "./issue-mutations.ts";
import { findIssue, findNode, type Input, needsToWrite, write } from "./write.ts";

/** GraphQL's `Mutation`. graphql-js runs the fields of one request one after the other; each fails alone. */
export class Mutations extends IssueMutations {
  readonly #context: Context;

  constructor(context: Context) {
    super(context);
    this.#context = context;
  }

  createCheckRun({
    input,
  }: Input<CheckRunInput & { repositoryId: string; headSha: string; name: string }>) {
    return this.#write("createCheckRun", input, async () => {
      const repository = this.#find(input.repositoryId, "repository");
      requirePermission(this.#context, repository, "checks:write");
      const { world } = this.#context;
      const edits = { ...editsOf(input), name: input.name };
      const run = await createCheckRun(world, repository, world.app, input.headSha, edits);
      return { checkRun: this.#context.views.checkRun(run) };
    });
  }

  updateCheckRun({ input }: Input<CheckRunInput & { checkRunId: string }>) {
    return this.#write("updateCheckRun", input, () => {
      const run = this.#find(input.checkRunId, "check-run");
      requirePermission(this.#context, run.suite.repository, "checks:write");
      if (run.suite.app !== this.#context.world.app) {
        throw new Refusal(403, "The check run belongs to another app");
      }
      updateCheckRun(this.#context.world, run, editsOf(input));
      return { checkRun: this.#context.views.checkRun(run) };
    });
  }

  addComment({ input }: Input<{ subjectId: string; body: string }>) {
    return this.#write("addComment", input, () => {
      const issue = this.#issue(input.subjectId);
      requirePermission(this.#context, issue.repository, ...needsToWrite(issue));
      const { world, views } = this.#context;
      const comment = addComment(world, issue, input.body, actorOf(this.#context));
      const commentEdge = { cursor: comment.nodeId, node: views.comment(comment) };
      return { commentEdge, subject: this.#view(issue) };
    });
  }

  updateIssueComment({ input }: Input<{ id: string; body: string }>) {
    return this.#write("updateIssueComment", input, () => {
      const comment = this.#find(input.id, "comment");
      requirePermission(this.#context, comment.issue.repository, ...needsToWrite(comment.issue));
      editComment(this.#context.world, comment, input.body, actorOf(this.#context));
      return { issueComment: this.#context.views.comment(comment) };
    });
  }

  createLabel({
    input,
  }: Input<{ repositoryId: string; name: string; color: string; description?: string }>) {
    return this.#write("createLabel", input, () => {
      const repository = this.#find(input.repositoryId, "repository");
      requirePermission(this.#context, repository, "issues:write");
      const { name, color, description = null } = input;
      const label = createLabel(this.#context.world, repository, { name, color, description });
      return { label: this.#context.views.label(label) };
    });
  }

  addLabelsToLabelable({ input }: Input<{ labelableId: string; labelIds: readonly string[] }>) {
    return this.#write("addLabelsToLabelable", input, () => this.#label(input, addLabels));
  }

  removeLabelsFromLabelable({
    input,
  }: Input<{ labelableId: string; labelIds: readonly string[] }>) {
    return this.#write("removeLabelsFromLabelable", input, () => this.#label(input, removeLabels));
  }

  addReaction({ input }: Input<{ subjectId: string; content: string }>) {
    return this.#write("addReaction", input, () => {
      const comment = this.#find(input.subjectId, "comment");
      requirePermission(this.#context, comment.issue.repository, ...needsToWrite(comment.issue));
      const content = reactionNames.get(input.content) ?? input.content;
      const reaction = react(this.#context.world, comment, content, actorOf(this.#context));
      return { reaction: { id: reaction.nodeId, content: input.content } };
    });
  }

  /** Without `union` the asked replace those who were asked before. */
  requestReviews({
    input,
  }: Input<{
    pullRequestId: string;
    userIds?: readonly string[];
    teamIds?: readonly string[];
    union?: boolean;
  }>) {
    return this.#write("requestReviews", input, async () => {
      const pull = this.#find(input.pullRequestId, "pull-request");
      requirePermission(this.#context, pull.repository, "pull_requests:write");
      const users = (input.userIds ?? []).map((id) => this.#user(id));
      const teams = (input.teamIds ?? []).map((id) => this.#find(id, "team"));
      const by = actorOf(this.#context);
      const { world, views } = this.#context;
      const replaced = {
        users: [...pull.requestedUsers].filter((user) => !users.includes(user)),
        teams: [...pull.requestedTeams].filter((team) => !teams.includes(team)),
      };
      await requestReviews(world, pull, { users, teams }, by);
      if (!input.union) await removeReviewRequests(world, pull, replaced, by);
      return { actor: views.actor(by), pullRequest: views.pullRequest(pull) };
    });
  }

  revertPullRequest({
    input,
  }: Input<{ pullRequestId: string; title?: string; body?: string; draft?: boolean }>) {
    return this.#write("revertPullRequest", input, async () => {
      const pull = this.#find(input.pullRequestId, "pull-request");
      requirePermission(this.#context, pull.repository, "contents:write");
      requirePermission(this.#context, pull.repository, "pull_requests:write");
      const { world, views } = this.#context;
      const revert = await revertPullRequest(world, pull, input, actorOf(this.#context));
      return {
        pullRequest: views.pullRequest(pull),
        revertPullRequest: views.pullRequest(revert),
      };
    });
  }

  async #label(
    { labelableId, labelIds }: { labelableId: string; labelIds: readonly string[] },
    change: typeof addLabels,
  ): Promise<object> {
    const issue = this.#issue(labelableId);
    requirePermission(this.#context, issue.repository, ...needsToWrite(issue));
    const labels = labelIds.map((id) => this.#find(id, "label"));
    await change(this.#context.world, issue, labels, actorOf(this.#context));
    return { labelable: this.#view(issue) };
  }

  #write(
    name: string,
    input: { readonly clientMutationId?: string },
    carryOut: () => Promise<object> | object,
  ): Promise<object> {
    return write(this.#context, name, input, carryOut);
  }

  #issue(id: string): Issue | PullRequest {
    return findIssue(this.#context, id);
  }

  #view(issue: Issue | PullRequest): object {
    const { views } = this.#context;
    return issue.kind === "issue" ? views.issue(issue) : views.pullRequest(issue);
  }

  #user(id: string): Account {
    return findNode(this.#context, id, "user");
  }

  #find<Kind extends Node["kind"]>(id: string, kind: Kind): Extract<Node, { kind: Kind }> {
    return findNode(this.#context, id, kind);
  }
}

/** GraphQL's names for REST's reactions. */
const reactionNames: ReadonlyMap<string, string> = new Map([
  ["THUMBS_UP", "+1"],
  ["THUMBS_DOWN", "-1"],
  ["LAUGH", "laugh"],
  ["HOORAY", "hooray"],
  ["CONFUSED", "confused"],
  ["HEART", "heart"],
  ["ROCKET", "rocket"],
  ["EYES", "eyes"],
]);
