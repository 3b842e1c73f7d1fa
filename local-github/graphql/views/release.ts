import { isGranted } from "../../http/tokens.ts";
import { releasePage } from "../../represent/release.ts";
import type { Repository } from "../../world/model.ts";
import { latestRelease, type Release } from "../../world/release.ts";
import { connection, type PageArguments } from "../connection.ts";
import { type Context, requirePermission } from "../context.ts";
import { refNamed } from "./ref.ts";

/** `Release`. */
export class ReleaseView {
  readonly __typename = "Release";
  readonly id: string;
  readonly databaseId: number;
  readonly name: string | null;
  readonly tagName: string;
  readonly description: string | null;
  readonly isDraft: boolean;
  readonly isPrerelease: boolean;
  readonly isLatest: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly publishedAt: string | null;
  readonly url: string;
  readonly #context: Context;
  readonly #release: Release;

  constructor(context: Context, release: Release) {
    this.#context = context;
    this.#release = release;
    this.id = release.nodeId;
    this.databaseId = release.id;
    this.name = release.name;
    this.tagName = release.tagName;
    this.description = release.body;
    this.isDraft = release.publishedAt === null;
    this.isPrerelease = release.prerelease;
    this.isLatest = latestRelease(release.repository) === release;
    this.createdAt = release.createdAt;
    this.updatedAt = release.updatedAt;
    this.publishedAt = release.publishedAt;
    this.url = releasePage(context.world, release);
  }

  get repository(): object {
    return this.#context.views.repository(this.#release.repository);
  }

  /** GraphQL names people only: a release by a bot has no author. */
  get author(): object | null {
    const { author } = this.#release;
    return author.kind === "user" ? this.#context.views.actor(author) : null;
  }

  get tag(): object | null {
    return refNamed(this.#context, this.#release.repository, `refs/tags/${this.tagName}`);
  }

  get tagCommit(): Promise<object> | null {
    const { repository, tagName } = this.#release;
    const sha = repository.tags.get(tagName);
    return sha === undefined ? null : this.#context.views.commit(repository, sha);
  }
}

export type ReleasesArguments = PageArguments & {
  readonly orderBy?: {
    readonly field: "CREATED_AT" | "NAME";
    readonly direction: "ASC" | "DESC";
  } | null;
};

/** `Repository.releases`: drafts for those only who may push; the newest first unless asked otherwise. */
export function releasesConnection(
  context: Context,
  repository: Repository,
  page: ReleasesArguments,
): object {
  requirePermission(context, repository, "contents:read");
  const seesDrafts = isGranted(context.caller, ["contents:write"]);
  const visible = repository.releases.all.filter((each) => seesDrafts || each.publishedAt !== null);
  const { field, direction } = page.orderBy ?? { field: "CREATED_AT", direction: "DESC" };
  const key = ({ name, createdAt }: Release) => (field === "NAME" ? (name ?? "") : createdAt);
  const ascending = visible.toSorted((a, b) => key(a).localeCompare(key(b)) || a.id - b.id);
  const sorted = direction === "DESC" ? ascending.toReversed() : ascending;
  return connection("releases", page, sorted, context.views.release);
}
