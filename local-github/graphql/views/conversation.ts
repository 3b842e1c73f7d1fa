import { conversationPage } from "../../represent/conversation.ts";
import type { Comment, Label, Review } from "../../world/model.ts";
import { actorOf, type Context } from "../context.ts";

/** `Label`. */
export class LabelView {
  readonly __typename = "Label";
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;

  constructor(label: Label) {
    this.id = label.nodeId;
    this.name = label.name;
    this.color = label.color;
    this.description = label.description;
  }
}

/** `IssueComment`. */
export class CommentView {
  readonly __typename = "IssueComment";
  readonly id: string;
  readonly databaseId: number;
  readonly fullDatabaseId: string;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lastEditedAt: string | null;
  readonly viewerDidAuthor: boolean;
  readonly author: object;
  readonly url: string;
  readonly #context: Context;
  readonly #comment: Comment;

  constructor(context: Context, comment: Comment) {
    this.#context = context;
    this.#comment = comment;
    this.id = comment.nodeId;
    this.databaseId = comment.id;
    this.fullDatabaseId = String(comment.id);
    this.body = comment.body;
    this.createdAt = comment.createdAt;
    this.updatedAt = comment.updatedAt;
    this.lastEditedAt = comment.lastEditedAt;
    this.viewerDidAuthor = comment.author === actorOf(context);
    this.author = context.views.actor(comment.author);
    this.url = `${conversationPage(context.world, comment.issue)}#issuecomment-${comment.id}`;
  }

  get pullRequest(): object | null {
    const { issue } = this.#comment;
    return issue.kind === "pull-request" ? this.#context.views.pullRequest(issue) : null;
  }
}

/** `PullRequestReview`. */
export class ReviewView {
  readonly __typename = "PullRequestReview";
  readonly id: string;
  readonly databaseId: number;
  readonly fullDatabaseId: string;
  readonly state: string;
  readonly body: string;
  readonly submittedAt: string;
  readonly author: object;
  readonly #context: Context;
  readonly #review: Review;

  constructor(context: Context, review: Review) {
    this.#context = context;
    this.#review = review;
    this.id = review.nodeId;
    this.databaseId = review.id;
    this.fullDatabaseId = String(review.id);
    this.state = review.state;
    this.body = review.body;
    this.submittedAt = review.submittedAt;
    this.author = context.views.actor(review.author);
  }

  get commit(): Promise<object> {
    const { pullRequest, commitSha } = this.#review;
    return this.#context.views.commit(pullRequest.repository, commitSha);
  }

  get pullRequest(): object {
    return this.#context.views.pullRequest(this.#review.pullRequest);
  }
}
