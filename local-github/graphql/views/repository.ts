import { canSee } from "../../http/tokens.ts";
import { Refusal } from "../../operations/refusal.ts";
import { repositoryPage } from "../../represent/repository.ts";
import { resolveCommit } from "../../world/lookup.ts";
import type { PullRequest, Repository } from "../../world/model.ts";
import { accessOf } from "../../world/permission.ts";
import { latestRelease, publishedRelease } from "../../world/release.ts";
import { fullName, pullRequestsOf } from "../../world/world.ts";
import { connection, type PageArguments } from "../connection.ts";
import { actorOf, type Context, requirePermission } from "../context.ts";
import { gitObjectView } from "./commit.ts";
import { type DeploymentsArguments, deploymentsConnection } from "./deployment.ts";
import { type IssuesArguments, issuesConnection } from "./issue.ts";
import { mergeQueueView } from "./merge-queue.ts";
import { type RefsArguments, refNamed, refsConnection, targetView } from "./ref.ts";
import { type ReleasesArguments, releasesConnection } from "./release.ts";

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
    return refNamed(this.#context, this.#repository, qualifiedName);
  }

  refs(page: RefsArguments): Promise<object> {
    return refsConnection(this.#context, this.#repository, page);
  }

  release({ tagName }: { tagName: string }): object | null {
    requirePermission(this.#context, this.#repository, "contents:read");
    const release = publishedRelease(this.#repository, tagName);
    return release ? this.#context.views.release(release) : null;
  }

  get latestRelease(): object | null {
    requirePermission(this.#context, this.#repository, "contents:read");
    const release = latestRelease(this.#repository);
    return release ? this.#context.views.release(release) : null;
  }

  releases(page: ReleasesArguments): object {
    return releasesConnection(this.#context, this.#repository, page);
  }

  deployments(page: DeploymentsArguments): object {
    return deploymentsConnection(this.#context, this.#repository, page);
  }

  /** `<ref>`, `<sha>` or `<ref>:<path>`. */
  async object({ expression, oid }: { expression?: string; oid?: string }): Promise<object | null> {
    requirePermission(this.#context, this.#repository, "contents:read");
    const [ref = "", path] = (expression ?? oid ?? "").split(/:(.*)/s);
    const sha = await resolveCommit(this.#repository, ref);
    if (sha === null) return null;
    if (path === undefined) {
      const tagged = this.#repository.tags.get(ref.replace(/^refs\/tags\//, ""));
      return targetView(this.#context, this.#repository, tagged ?? sha);
    }
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

/** A repository by name, or GitHub's NOT_FOUND when it does not exist for the caller. */
export function repositoryByName(context: Context, owner: string, name: string): object {
  const repository = context.world.repository(owner, name);
  if (!repository || !canSee(context.world, context.caller, repository)) {
    const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
    throw new Refusal(404, message);
  }
  return context.views.repository(repository);
}
