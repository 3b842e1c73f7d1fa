import {
  addComment,
  addLabels,
  closeIssue,
  deleteComment,
  editComment,
  editIssue,
  openIssue,
  react,
  removeLabels,
  reopenIssue,
} from "../../operations/issues.ts";
import { notFound, Refusal } from "../../operations/refusal.ts";
import {
  representComment,
  representIssue,
  representReaction,
} from "../../represent/conversation.ts";
import { findIssues, sortIssues } from "../../world/find-issues.ts";
import type { ClosingReason, Comment, Issue, PullRequest } from "../../world/model.ts";
import {
  issueOf,
  labelFor,
  labelNamesOf,
  mayTouch,
  readIssue,
  writeIssue,
} from "../named-issue.ts";
import { type Call, created, noContent, ok, page, repositoryOf, route } from "../route.ts";

/** Issues (pull requests in that role too), comments and reactions. */
export const issueRoutes = [
  route("GET /repos/{owner}/{repo}/issues", readIssue, (call) => {
    const { state = "open", labels, creator, since, sort, direction } = call.parameters;
    const matching = [...repositoryOf(call).issues.values()].filter(
      (issue) => mayTouch(call, issue, "read") && (state === "all" || issue.state === state),
    );
    const found = findIssues(matching, {
      ...(labels && { allLabels: labels.split(",") }),
      ...(creator !== undefined && { author: creator }),
      ...(since !== undefined && { since }),
    });
    const sorted = sortIssues(found, sort ?? "created", direction ?? "desc");
    return page(call, sorted, (shown) => shown.map((issue) => representIssue(call.world, issue)));
  }),
  route("POST /repos/{owner}/{repo}/issues", ["issues:write"], (call) => {
    const { title, body, labels = [] } = call.parameters;
    const names = labels.map((each) => (typeof each === "string" ? each : (each.name ?? "")));
    const wanted = { title: String(title), body: body ?? null, labels: names };
    const issue = openIssue(call.world, repositoryOf(call), wanted, call.caller.account);
    return created(representIssue(call.world, issue));
  }),
  route("GET /repos/{owner}/{repo}/issues/{issue_number}", readIssue, (call) =>
    ok(representIssue(call.world, issueOf(call))),
  ),
  route("PATCH /repos/{owner}/{repo}/issues/{issue_number}", writeIssue, async (call) => {
    const issue = issueOf(call, "write");
    if (issue.kind === "pull-request") throw new Refusal(403, "Change pull requests as such");
    const { world, caller, parameters } = call;
    const { title, body, state, state_reason: reason, labels } = parameters;
    const edits = {
      ...(title !== undefined && title !== null && { title: String(title) }),
      ...(body !== undefined && body !== null && { body }),
    };
    editIssue(world, issue, edits, caller.account);
    if (labels) await replaceLabels(call, issue, labelNamesOf(parameters));
    if (state === "open") reopenIssue(world, issue, caller.account);
    if (state === "closed") closeIssue(world, issue, closingReason(reason), caller.account);
    return ok(representIssue(world, issue));
  }),
  route("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", readIssue, (call) =>
    page(call, commentsSince(issueOf(call), call.parameters.since), (shown) =>
      shown.map((comment) => representComment(call.world, comment)),
    ),
  ),
  route("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", writeIssue, (call) => {
    const { world, caller, parameters } = call;
    const comment = addComment(world, issueOf(call, "write"), parameters.body, caller.account);
    return created(representComment(world, comment));
  }),
  route("GET /repos/{owner}/{repo}/issues/comments/{comment_id}", readIssue, (call) =>
    ok(representComment(call.world, commentOf(call))),
  ),
  route("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", writeIssue, (call) => {
    const comment = commentOf(call);
    editComment(call.world, comment, call.parameters.body, call.caller.account);
    return ok(representComment(call.world, comment));
  }),
  route("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", writeIssue, (call) => {
    deleteComment(call.world, commentOf(call), call.caller.account);
    return noContent;
  }),
  route("GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", readIssue, (call) =>
    page(call, commentOf(call).reactions, (shown) =>
      shown.map((reaction) => representReaction(call.world, reaction)),
    ),
  ),
  route("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", writeIssue, (call) => {
    const comment = commentOf(call);
    const before = comment.reactions.length;
    const reaction = react(call.world, comment, call.parameters.content, call.caller.account);
    const status = comment.reactions.length > before ? 201 : 200;
    return { status, body: representReaction(call.world, reaction) };
  }),
];

function closingReason(reason: string | null | undefined): ClosingReason {
  return reason === "not_planned" || reason === "duplicate" ? reason : "completed";
}

function commentsSince(
  issue: Issue | PullRequest,
  since = "1970-01-01T00:00:00Z",
): readonly Comment[] {
  return issue.comments.filter(({ updatedAt }) => Date.parse(updatedAt) >= Date.parse(since));
}

async function replaceLabels(
  call: Call<unknown>,
  issue: Issue,
  names: readonly string[],
): Promise<void> {
  const { world, caller } = call;
  const labels = names.map((name) => labelFor(call, issue, name));
  const others = [...issue.labels].filter((label) => !labels.includes(label));
  await removeLabels(world, issue, others, caller.account);
  await addLabels(world, issue, labels, caller.account);
}

function commentOf(
  call: Call<{ owner: string; repo: string; comment_id: number | bigint }>,
): Comment {
  const comment = [...repositoryOf(call).issues.values()]
    .flatMap((issue) => issue.comments)
    .find(({ id }) => id === Number(call.parameters.comment_id));
  if (!comment) throw notFound();
  return comment;
}
