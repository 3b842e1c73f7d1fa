import {
  addComment,
  addLabels,
  createLabel,
  deleteComment,
  editComment,
  editIssue,
  labelNamed,
  openIssue,
  react,
  removeLabels,
} from "../../operations/issues.ts";
import { notFound, Refusal } from "../../operations/refusal.ts";
import {
  representComment,
  representIssue,
  representReaction,
} from "../../represent/conversation.ts";
import { representLabel } from "../../represent/repository.ts";
import type { Comment, Issue, Label, PullRequest } from "../../world/model.ts";
import { type Call, created, noContent, ok, page, repositoryOf, route } from "../route.ts";

type NamedIssue = Call<{ owner: string; repo: string; issue_number: number }>;

const readIssue = ["issues:read", "pull_requests:read"] as const;
const writeIssue = ["issues:write", "pull_requests:write"] as const;

/** Issues (pull requests in that role too), comments and reactions. */
export const issueRoutes = [
  route("GET /repos/{owner}/{repo}/issues", readIssue, (call) => {
    const { state = "open", labels, creator } = call.parameters;
    const wanted = labels?.toLowerCase().split(",") ?? [];
    const matching = [...repositoryOf(call).issues.values()].filter(
      (issue) =>
        (state === "all" || issue.state === state) &&
        (creator === undefined || issue.author.login === creator) &&
        wanted.every((name) => [...issue.labels].some((each) => each.name.toLowerCase() === name)),
    );
    return page(call, matching.toReversed(), (shown) =>
      shown.map((issue) => representIssue(call.world, issue)),
    );
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
  route("PATCH /repos/{owner}/{repo}/issues/{issue_number}", writeIssue, (call) => {
    const issue = issueOf(call);
    if (issue.kind === "pull-request") throw new Refusal(403, "Change pull requests as such");
    const { title, body, state } = call.parameters;
    const edits = {
      ...(title !== undefined && title !== null && { title: String(title) }),
      ...(body !== undefined && body !== null && { body }),
      ...(state !== undefined && { state }),
    };
    editIssue(call.world, issue, edits, call.caller.account);
    return ok(representIssue(call.world, issue));
  }),
  route("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", readIssue, (call) =>
    page(call, issueOf(call).comments, (shown) =>
      shown.map((comment) => representComment(call.world, comment)),
    ),
  ),
  route("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", writeIssue, (call) => {
    const { world, caller, parameters } = call;
    const comment = addComment(world, issueOf(call), parameters.body, caller.account);
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

/** Labels of a repository, and on an issue or pull request. */
export const labelRoutes = [
  route("GET /repos/{owner}/{repo}/labels", readIssue, (call) =>
    page(call, [...repositoryOf(call).labels.values()], (shown) => representAll(call, shown)),
  ),
  route("POST /repos/{owner}/{repo}/labels", writeIssue, (call) => {
    const { name, color = "ededed", description = null } = call.parameters;
    const label = createLabel(call.world, repositoryOf(call), { name, color, description });
    return created(representLabel(call.world, label));
  }),
  route("GET /repos/{owner}/{repo}/labels/{name}", readIssue, (call) =>
    ok(representLabel(call.world, labelOf(call))),
  ),
  route("PATCH /repos/{owner}/{repo}/labels/{name}", writeIssue, (call) => {
    const label = labelOf(call);
    const { new_name: name = label.name, color, description } = call.parameters;
    label.repository.labels.delete(label.name.toLowerCase());
    Object.assign(label, { name, color: color ?? label.color });
    label.description = description ?? label.description;
    label.repository.labels.set(name.toLowerCase(), label);
    return ok(representLabel(call.world, label));
  }),
  route("DELETE /repos/{owner}/{repo}/labels/{name}", writeIssue, (call) => {
    const label = labelOf(call);
    label.repository.labels.delete(label.name.toLowerCase());
    for (const issue of label.repository.issues.values()) issue.labels.delete(label);
    return noContent;
  }),
  route("GET /repos/{owner}/{repo}/issues/{issue_number}/labels", readIssue, (call) =>
    page(call, [...issueOf(call).labels], (shown) => representAll(call, shown)),
  ),
  route("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", writeIssue, async (call) => {
    const issue = issueOf(call);
    const body: unknown = call.parameters;
    const labels = labelNamesOf(body).map((name) => labelNamed(call.world, issue.repository, name));
    await addLabels(call.world, issue, labels, call.caller.account);
    return ok(representAll(call, [...issue.labels]));
  }),
  route(
    "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
    writeIssue,
    async (call) => {
      const issue = issueOf(call);
      const wanted = call.parameters.name.toLowerCase();
      const label = [...issue.labels].find(({ name }) => name.toLowerCase() === wanted);
      if (!label) throw notFound("Label does not exist");
      await removeLabels(call.world, issue, [label], call.caller.account);
      return ok(representAll(call, [...issue.labels]));
    },
  ),
];

function issueOf(call: NamedIssue): Issue | PullRequest {
  const issue = repositoryOf(call).issues.get(call.parameters.issue_number);
  if (!issue) throw notFound();
  return issue;
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

function labelOf(call: Call<{ owner: string; repo: string; name: string }>): Label {
  const label = repositoryOf(call).labels.get(call.parameters.name.toLowerCase());
  if (!label) throw notFound();
  return label;
}

function representAll({ world }: Call<unknown>, labels: readonly Label[]): readonly object[] {
  return labels.map((label) => representLabel(world, label));
}

/** The body is an object with `labels`: names, or objects with a name. */
function labelNamesOf(body: unknown): readonly string[] {
  const labels: unknown = typeof body === "object" && body ? Reflect.get(body, "labels") : [];
  return (Array.isArray(labels) ? labels : []).map((label: unknown) =>
    String(typeof label === "object" && label !== null ? Reflect.get(label, "name") : label),
  );
}
