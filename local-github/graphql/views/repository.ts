import { canSee } from "../../http/tokens.ts";
import { Refusal } from "../../operations/refusal.ts";
import { repositoryPage } from "../../represent/repository.ts";
import { resolveCommit } from "../../world/lookup.ts";
import type { PullRequest, Repository } from "../../world/model.ts";
import { accessOf } from "../../world/permission.ts";
import { fullName, pullRequestsOf } from "../../world/world.ts";
import { connection, type PageArguments } from "../connection.ts";
import { actorOf, type Context, requirePermission } from "../context.ts";
import { gitObjectView } from "./commit.ts";
import { type IssuesArguments, issuesConnection } from "./issue.ts";
import { mergeQueueView } from "./merge-queue.ts";

/** `Repository`. */
export class RepositoryView {
  readonly __typename = "Repository";
  readonly id: string;
  readonly databaseId: number;
  readonly name: string;
  readonly nameWithOwner: string;
  readonly isPrivate: boolean;
  readonly isFork: boolean;
  readonly isArchived = false;
  readonly visibility: "PRIVATE" | "PUBLIC";
  readonly url: string;
  readonly #context: Context;
  readonly #repository: Repository;

  constructor(context: Context, repository: Repository) {
    this.#context = context;
    this.#repository = repository;
    this.id = repository.nodeId;
    this.databaseId = repository.id;
    this.name = repository.name;
    this.nameWithOwner = fullName(repository);
    this.isPrivate = repository.private;
    this.isFork = repository.parent !== null;
    this.visibility = repository.private ? "PRIVATE" : "PUBLIC";
    this.url = repositoryPage(context.world, repository);
  }

  get owner(): object {
    return this.#context.views.actor(this.#repository.owner);
  }

  get viewerPermission(): string {
    return accessOf(this.#repository, actorOf(this.#context)).role.toUpperCase();
  }

  get defaultBranchRef(): object | null {
    requirePermission(this.#context, this.#repository, "contents:read");
    return this.#context.views.ref(this.#repository, this.#repository.defaultBranch);
  }

  ref({ qualifiedName }: { qualifiedName: string }): object | null {
    requirePermission(this.#context, this.#repository, "contents:read");
    const branch = qualifiedName.replace(/^refs\/heads\//, "");
    return this.#context.views.ref(this.#repository, branch);
  }

  /** Branches whose names begin with the prefix. */
  refs({ refPrefix, ...page }: PageArguments & { refPrefix: string }): object {
    requirePermission(this.#context, this.#repository, "contents:read");
    const prefix = refPrefix.replace(/^refs\/heads\//, "");
    const branches = [...this.#repository.branches.keys()].filter((name) =>
      name.startsWith(prefix),
    );
    const view = (name: string) => this.#context.views.ref(this.#repository, name);
    return connection("refs", page, branches, view);
  }

  /** `<ref>`, `<sha>` or `<ref>:<path>`. */
  async object({ expression, oid }: { expression?: string; oid?: string }): Promise<object | null> {
    requirePermission(this.#context, this.#repository, "contents:read");
    const [ref = "", path] = (expression ?? oid ?? "").split(/:(.*)/s);
    const sha = await resolveCommit(this.#repository, ref);
    if (sha === null) return null;
    if (path === undefined) return this.#context.views.commit(this.#repository, sha);
    const object = await this.#repository.git.read(`${sha}:${path}`);
    return object && gitObjectView(object);
  }

  pullRequest({ number }: { number: number }): object {
    requirePermission(this.#context, this.#repository, "pull_requests:read");
    const pull = this.#repository.issues.get(number);
    if (pull?.kind !== "pull-request") {
      const message = `Could not resolve to a PullRequest with the number of ${number}.`;
      throw new Refusal(404, message);
    }
    return this.#context.views.pullRequest(pull);
  }

  pullRequests(
    page: PageArguments & {
      states?: readonly string[];
      baseRefName?: string;
      headRefName?: string;
      orderBy?: { field: "CREATED_AT" | "UPDATED_AT"; direction: "ASC" | "DESC" };
    },
  ): object {
    requirePermission(this.#context, this.#repository, "pull_requests:read");
    const { states, baseRefName, headRefName, orderBy } = page;
    const matching = pullRequestsOf(this.#repository).filter(
      (pull) =>
        (!states || states.includes(pull.merged ? "MERGED" : pull.state.toUpperCase())) &&
        (!baseRefName || pull.base.branch === baseRefName) &&
        (!headRefName || pull.head.branch === headRefName),
    );
    if (orderBy) {
      const timeOf = (pull: PullRequest) =>
        orderBy.field === "UPDATED_AT" ? pull.updatedAt : pull.createdAt;
      const sign = orderBy.direction === "ASC" ? 1 : -1;
      matching.sort((a, b) => sign * (Date.parse(timeOf(a)) - Date.parse(timeOf(b))));
    }
    return connection("pullRequests", page, matching, this.#context.views.pullRequest);
  }

  issue({ number }: { number: number }): object {
    requirePermission(this.#context, this.#repository, "issues:read");
    const issue = this.#repository.issues.get(number);
    if (issue?.kind !== "issue") {
      throw new Refusal(404, `Could not resolve to an Issue with the number of ${number}.`);
    }
    return this.#context.views.issue(issue);
  }

  issues(page: IssuesArguments): object {
    return issuesConnection(this.#context, this.#repository, page);
  }

  label({ name }: { name: string }): object | null {
    const label = this.#repository.labels.get(name.toLowerCase());
    return label ? this.#context.views.label(label) : null;
  }

  labels(page: PageArguments): object {
    const labels = [...this.#repository.labels.values()];
    return connection("labels", page, labels, this.#context.views.label);
  }

  mergeQueue({ branch }: { branch?: string }): object | null {
    return mergeQueueView(
      this.#context,
      this.#repository,
      branch ?? this.#repository.defaultBranch,
    );
  }
}

/** `Ref`: a branch. */
export class RefView {
  readonly __typename = "Ref";
  readonly id: string;
  readonly name: string;
  readonly prefix = "refs/heads/";
  readonly #context: Context;
  readonly #repository: Repository;

  constructor(context: Context, repository: Repository, branch: string) {
    this.#context = context;
    this.#repository = repository;
    this.name = branch;
    this.id = `REF_${Buffer.from(`${repository.id}:${branch}`).toString("base64url")}`;
  }

  get target(): Promise<object> | null {
    const sha = this.#repository.branches.get(this.name);
    return sha === undefined ? null : this.#context.views.commit(this.#repository, sha);
  }
}

/** A repository by name, or GitHub's NOT_FOUND when it does not exist for the caller. */
export function repositoryByName(context: Context, owner: string, name: string): object {
  const repository = context.world.repository(owner, name);
  if (!repository || !canSee(context.world, context.caller, repository)) {
    const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
    throw new Refusal(404, message);
  }
  return context.views.repository(repository);
}
