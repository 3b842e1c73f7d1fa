import { loginWithoutSuffix } from "../../represent/account.ts";
import { conversationPage } from "../../represent/conversation.ts";
import { totalsOf } from "../../world/lookup.ts";
import type { PullRequest, Totals } from "../../world/model.ts";
import { connection, type PageArguments } from "../connection.ts";
import { actorOf, type Context } from "../context.ts";

/** `PullRequest`. */
export class PullRequestView {
  readonly __typename = "PullRequest";
  readonly id: string;
  readonly databaseId: number;
  readonly fullDatabaseId: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly state: "OPEN" | "CLOSED" | "MERGED";
  readonly merged: boolean;
  readonly closed: boolean;
  readonly isDraft: boolean;
  readonly isCrossRepository: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly mergedAt: string | null;
  readonly headRefOid: string;
  readonly headRefName: string;
  readonly baseRefOid: string;
  readonly baseRefName: string;
  readonly #context: Context;
  readonly #pull: PullRequest;

  constructor(context: Context, pull: PullRequest) {
    this.#context = context;
    this.#pull = pull;
    this.id = pull.nodeId;
    this.databaseId = pull.id;
    this.fullDatabaseId = String(pull.id);
    this.number = pull.number;
    this.title = pull.title;
    this.body = pull.body ?? "";
    this.url = conversationPage(context.world, pull);
    this.merged = pull.merged !== null;
    this.closed = pull.state === "closed";
    this.state = pull.merged ? "MERGED" : pull.state === "open" ? "OPEN" : "CLOSED";
    this.isDraft = pull.draft;
    this.isCrossRepository = pull.head.repository !== pull.repository;
    this.createdAt = pull.createdAt;
    this.updatedAt = pull.updatedAt;
    this.closedAt = pull.closedAt;
    this.mergedAt = pull.merged?.at ?? null;
    this.headRefOid = pull.head.sha;
    this.headRefName = pull.head.branch;
    this.baseRefOid = pull.base.sha;
    this.baseRefName = pull.base.branch;
  }

  get repository(): object {
    return this.#context.views.repository(this.#pull.repository);
  }

  get author(): object {
    return this.#context.views.actor(this.#pull.author);
  }

  get viewerDidAuthor(): boolean {
    return this.#pull.author === actorOf(this.#context);
  }

  get headRepository(): object | null {
    const { repository } = this.#pull.head;
    return repository && this.#context.views.repository(repository);
  }

  get headRepositoryOwner(): object | null {
    const { repository } = this.#pull.head;
    return repository && this.#context.views.actor(repository.owner);
  }

  get headRef(): object | null {
    const { repository, branch } = this.#pull.head;
    return repository && this.#context.views.ref(repository, branch);
  }

  get baseRef(): object | null {
    return this.#context.views.ref(this.#pull.repository, this.#pull.base.branch);
  }

  get mergedBy(): object | null {
    return this.#pull.merged && this.#context.views.actor(this.#pull.merged.by);
  }

  get mergeCommit(): Promise<object> | null {
    const { merged, repository } = this.#pull;
    return merged && this.#context.views.commit(repository, merged.commitSha);
  }

  async additions(): Promise<number> {
    return (await this.#totals()).additions;
  }

  async deletions(): Promise<number> {
    return (await this.#totals()).deletions;
  }

  async changedFiles(): Promise<number> {
    return (await this.#totals()).files.length;
  }

  labels(page: PageArguments): object {
    return connection("labels", page, [...this.#pull.labels], this.#context.views.label);
  }

  comments(page: PageArguments): object {
    return connection("comments", page, this.#pull.comments, this.#context.views.comment);
  }

  reviews(page: PageArguments & { states?: readonly string[]; author?: string }): object {
    const { states, author } = page;
    const matching = this.#pull.reviews.filter(
      (review) =>
        (!states || states.includes(review.state)) &&
        (!author || loginWithoutSuffix(review.author) === author),
    );
    return connection("reviews", page, matching, this.#context.views.review);
  }

  reviewRequests(page: PageArguments): object {
    const { requestedUsers, requestedTeams, id } = this.#pull;
    const { views } = this.#context;
    const requested = [
      ...[...requestedUsers].map((user) => ({ id: user.id, view: views.actor(user) })),
      ...[...requestedTeams].map((team) => ({ id: team.id, view: views.team(team) })),
    ];
    return connection("reviewRequests", page, requested, (each) => ({
      id: `RR_${id}_${each.id}`,
      asCodeOwner: false,
      requestedReviewer: each.view,
    }));
  }

  /** All of them, unlike REST, which lists 250. */
  async commits(page: PageArguments): Promise<object> {
    const { commits } = await this.#totals();
    const { views } = this.#context;
    const { repository, id } = this.#pull;
    return connection("commits", page, commits, async (sha) => ({
      id: `PRC_${id}_${sha}`,
      commit: await views.commit(repository, sha),
    }));
  }

  async files(page: PageArguments): Promise<object> {
    const { files } = await this.#totals();
    return connection("files", page, files, ({ path, additions, deletions, status }) => ({
      path,
      additions,
      deletions,
      changeType: status === "removed" ? "DELETED" : status.toUpperCase(),
    }));
  }

  get mergeQueueEntry(): object | null {
    const entry = this.#pull.repository.mergeQueues
      .get(this.#pull.base.branch)
      ?.find(({ pullRequest }) => pullRequest === this.#pull);
    return entry ? this.#context.views.mergeQueueEntry(entry) : null;
  }

  get isInMergeQueue(): boolean {
    return this.mergeQueueEntry !== null;
  }

  #totals(): Promise<Totals> {
    return totalsOf(this.#pull);
  }
}
