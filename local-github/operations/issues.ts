import { representComment, representIssue } from "../represent/conversation.ts";
import { representLabel } from "../represent/repository.ts";
import type {
  Account,
  ClosingReason,
  Comment,
  Issue,
  Label,
  PullRequest,
  Reaction,
  Repository,
} from "../world/model.ts";
import type { World } from "../world/world.ts";
import { announcePullRequest } from "./pull-requests.ts";
import { unprocessable } from "./refusal.ts";

/** The longest comment, issue or pull request body that GitHub takes, in characters. */
const longestBody = 65_536;

const longestTitle = 256;

/** Opens an issue; names of labels that do not exist yet make them. */
export function openIssue(
  world: World,
  repository: Repository,
  wanted: {
    readonly title: string;
    readonly body: string | null;
    readonly labels: readonly string[];
  },
  author: Account,
): Issue {
  refuseTitle(wanted.title);
  refuseLongBody(wanted.body ?? "");
  const now = world.now();
  const issue: Issue = {
    ...world.identify("I"),
    kind: "issue",
    repository,
    number: repository.issues.size + 1,
    author,
    createdAt: now,
    title: wanted.title,
    body: wanted.body,
    state: "open",
    stateReason: null,
    updatedAt: now,
    closedAt: null,
    labels: new Set(wanted.labels.map((name) => labelNamed(world, repository, name))),
    comments: [],
  };
  repository.issues.set(issue.number, world.register(issue));
  announceIssue(world, issue, "opened", author);
  return issue;
}

/** Changes an issue's title or body; `edited` says what they were. */
export function editIssue(
  world: World,
  issue: Issue,
  edits: { readonly title?: string; readonly body?: string },
  by: Account,
): void {
  refuseTitle(edits.title ?? issue.title);
  refuseLongBody(edits.body ?? "");
  const changes = {
    ...(edits.title !== undefined && { title: { from: issue.title } }),
    ...(edits.body !== undefined && { body: { from: issue.body ?? "" } }),
  };
  if (Object.keys(changes).length === 0) return;
  issue.title = edits.title ?? issue.title;
  issue.body = edits.body ?? issue.body;
  issue.updatedAt = world.now();
  announceIssue(world, issue, "edited", by, { changes });
}

/** Closes an issue; one that is closed already stays as it is, its reason too. */
export function closeIssue(world: World, issue: Issue, reason: ClosingReason, by: Account): void {
  if (issue.state === "closed") return;
  issue.state = "closed";
  issue.stateReason = reason;
  issue.closedAt = world.now();
  issue.updatedAt = issue.closedAt;
  announceIssue(world, issue, "closed", by);
}

/** Opens a closed issue again. */
export function reopenIssue(world: World, issue: Issue, by: Account): void {
  if (issue.state === "open") return;
  issue.state = "open";
  issue.stateReason = "reopened";
  issue.closedAt = null;
  issue.updatedAt = world.now();
  announceIssue(world, issue, "reopened", by);
}

/** Writes a comment. */
export function addComment(
  world: World,
  issue: Issue | PullRequest,
  body: string,
  author: Account,
): Comment {
  refuseBody(body);
  const now = world.now();
  const comment: Comment = world.register({
    ...world.identify("IC"),
    kind: "comment",
    issue,
    author,
    body,
    createdAt: now,
    updatedAt: now,
    lastEditedAt: null,
    reactions: [],
  });
  issue.comments.push(comment);
  issue.updatedAt = now;
  announceComment(world, comment, "created", author);
  return comment;
}

export function editComment(world: World, comment: Comment, body: string, by: Account): void {
  refuseBody(body);
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = world.now();
  comment.lastEditedAt = comment.updatedAt;
  announceComment(world, comment, "edited", by, { changes: { body: { from } } });
}

export function deleteComment(world: World, comment: Comment, by: Account): void {
  const { comments } = comment.issue;
  comments.splice(comments.indexOf(comment), 1);
  world.nodes.delete(comment.nodeId);
  announceComment(world, comment, "deleted", by);
}

/** Reacts once: the same reaction of the same account is found, not made again. */
export function react(world: World, comment: Comment, content: string, by: Account): Reaction {
  const known = comment.reactions.find((each) => each.author === by && each.content === content);
  if (known) return known;
  const reaction: Reaction = {
    ...world.identify("REA"),
    kind: "reaction",
    author: by,
    content,
    createdAt: world.now(),
  };
  comment.reactions.push(reaction);
  return reaction;
}

/** Makes a label; its name is unique whatever the case. */
export function createLabel(
  world: World,
  repository: Repository,
  wanted: Pick<Label, "name" | "color" | "description">,
): Label {
  if (repository.labels.has(wanted.name.toLowerCase())) {
    const detail = { resource: "Label", code: "already_exists", field: "name" };
    throw unprocessable("Validation Failed", [detail]);
  }
  const label: Label = { ...world.identify("LA"), kind: "label", repository, ...wanted };
  repository.labels.set(label.name.toLowerCase(), world.register(label));
  return label;
}

/** The label of that name, made when it does not exist yet: as REST does when it labels an issue. */
export function labelNamed(world: World, repository: Repository, name: string): Label {
  const known = repository.labels.get(name.toLowerCase());
  return known ?? createLabel(world, repository, { name, color: "ededed", description: null });
}

/** Puts labels on; those that are there already stay and cause no event. */
export async function addLabels(
  world: World,
  issue: Issue | PullRequest,
  labels: readonly Label[],
  by: Account,
): Promise<void> {
  for (const label of labels) {
    if (issue.labels.has(label)) continue;
    issue.labels.add(label);
    issue.updatedAt = world.now();
    await announceLabel(world, issue, label, "labeled", by);
  }
}

export async function removeLabels(
  world: World,
  issue: Issue | PullRequest,
  labels: readonly Label[],
  by: Account,
): Promise<void> {
  for (const label of labels) {
    if (!issue.labels.delete(label)) continue;
    issue.updatedAt = world.now();
    await announceLabel(world, issue, label, "unlabeled", by);
  }
}

async function announceLabel(
  world: World,
  issue: Issue | PullRequest,
  label: Label,
  action: string,
  by: Account,
): Promise<void> {
  const payload = { label: representLabel(world, label) };
  if (issue.kind === "pull-request") await announcePullRequest(world, issue, action, by, payload);
  else announceIssue(world, issue, action, by, payload);
}

function announceIssue(
  world: World,
  issue: Issue,
  action: string,
  by: Account,
  payload: Readonly<Record<string, unknown>> = {},
): void {
  world.announce({
    event: "issues",
    action,
    sender: by,
    repository: issue.repository,
    payload: { issue: representIssue(world, issue), ...payload },
  });
}

function announceComment(
  world: World,
  comment: Comment,
  action: string,
  by: Account,
  payload: Readonly<Record<string, unknown>> = {},
): void {
  world.announce({
    event: "issue_comment",
    action,
    sender: by,
    repository: comment.issue.repository,
    payload: {
      issue: representIssue(world, comment.issue),
      comment: representComment(world, comment),
      ...payload,
    },
  });
}

function refuseTitle(title: string): void {
  if (title.trim() === "") refuseField("missing_field");
  if ([...title].length > longestTitle) refuseField("custom");
}

function refuseField(code: "missing_field" | "custom"): never {
  const message = `title is too long (maximum is ${longestTitle} characters)`;
  const detail = { resource: "Issue", field: "title", code, ...(code === "custom" && { message }) };
  throw unprocessable("Validation Failed", [detail]);
}

function refuseBody(body: string): void {
  if (body.trim() === "") throw unprocessable("Body cannot be blank");
  refuseLongBody(body);
}

function refuseLongBody(body: string): void {
  if ([...body].length > longestBody) {
    throw unprocessable(`Body is too long (maximum is ${longestBody} characters)`);
  }
}
