import { conversationPage } from "../../represent/conversation.ts";
import { findIssues, sortIssues } from "../../world/find-issues.ts";
import type { Issue, Repository } from "../../world/model.ts";
import { connection, type PageArguments } from "../connection.ts";
import { actorOf, type Context, requirePermission } from "../context.ts";

/** `Issue`. */
export class IssueView {
  readonly __typename = "Issue";
  readonly id: string;
  readonly databaseId: number;
  readonly fullDatabaseId: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly closed: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly author: object;
  readonly viewerDidAuthor: boolean;
  readonly url: string;
  readonly #context: Context;
  readonly #issue: Issue;

  constructor(context: Context, issue: Issue) {
    this.#context = context;
    this.#issue = issue;
    this.id = issue.nodeId;
    this.databaseId = issue.id;
    this.fullDatabaseId = String(issue.id);
    this.number = issue.number;
    this.title = issue.title;
    this.body = issue.body ?? "";
    this.state = issue.state.toUpperCase();
    this.closed = issue.state === "closed";
    this.createdAt = issue.createdAt;
    this.updatedAt = issue.updatedAt;
    this.closedAt = issue.closedAt;
    this.author = context.views.actor(issue.author);
    this.viewerDidAuthor = issue.author === actorOf(context);
    this.url = conversationPage(context.world, issue);
  }

  get repository(): object {
    return this.#context.views.repository(this.#issue.repository);
  }

  /** A duplicate reads as not planned unless it is asked for by name. */
  stateReason({ enableDuplicate }: { enableDuplicate: boolean }): string | null {
    const { stateReason } = this.#issue;
    if (stateReason === "duplicate" && !enableDuplicate) return "NOT_PLANNED";
    return stateReason?.toUpperCase() ?? null;
  }

  labels(page: PageArguments): object {
    return connection("labels", page, [...this.#issue.labels], this.#context.views.label);
  }

  comments(page: PageArguments): object {
    return connection("comments", page, this.#issue.comments, this.#context.views.comment);
  }
}

export type IssuesArguments = PageArguments & {
  readonly labels?: readonly string[] | null;
  readonly states?: readonly string[] | null;
  readonly orderBy?: {
    readonly field: "CREATED_AT" | "UPDATED_AT" | "COMMENTS";
    readonly direction: "ASC" | "DESC";
  } | null;
  readonly filterBy?: {
    readonly labels?: readonly string[] | null;
    readonly states?: readonly string[] | null;
    readonly createdBy?: string | null;
    readonly since?: string | null;
  } | null;
};

const sortKeys = { CREATED_AT: "created", UPDATED_AT: "updated", COMMENTS: "comments" } as const;

/** `Repository.issues`: `labels` asks for any of them, `filterBy.labels` for all; the oldest come first. */
export function issuesConnection(
  context: Context,
  repository: Repository,
  page: IssuesArguments,
): object {
  requirePermission(context, repository, "issues:read");
  const { labels, filterBy, orderBy } = page;
  const states = page.states ?? filterBy?.states;
  const issues = [...repository.issues.values()].filter((each) => each.kind === "issue");
  const matching = findIssues(
    issues.filter(({ state }) => !states || states.includes(state.toUpperCase())),
    {
      ...(labels && { anyLabel: labels }),
      ...(filterBy?.labels && { allLabels: filterBy.labels }),
      ...(filterBy?.createdBy && { author: filterBy.createdBy }),
      ...(filterBy?.since && { since: filterBy.since }),
    },
  );
  const direction = orderBy?.direction === "DESC" ? "desc" : "asc";
  const sorted = sortIssues(matching, sortKeys[orderBy?.field ?? "CREATED_AT"], direction);
  return connection("issues", page, sorted, context.views.issue);
}
