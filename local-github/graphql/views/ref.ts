import type { Tag } from "../../git/tag.ts";
import { repositoryPage } from "../../represent/repository.ts";
import type { Repository } from "../../world/model.ts";
import { timestampOf } from "../../world/world.ts";
import { connection, type PageArguments } from "../connection.ts";
import { type Context, requirePermission } from "../context.ts";

export type RefPrefix = "refs/heads/" | "refs/tags/";

/** `Ref`: a branch or tag. */
export class RefView {
  readonly __typename = "Ref";
  readonly id: string;
  readonly name: string;
  readonly prefix: RefPrefix;
  readonly #context: Context;
  readonly #repository: Repository;

  constructor(context: Context, repository: Repository, prefix: RefPrefix, name: string) {
    this.#context = context;
    this.#repository = repository;
    this.prefix = prefix;
    this.name = name;
    const named = prefix === "refs/heads/" ? name : `${prefix}${name}`;
    this.id = `REF_${Buffer.from(`${repository.id}:${named}`).toString("base64url")}`;
  }

  get repository(): object {
    return this.#context.views.repository(this.#repository);
  }

  /** The commit, or the tag object of an annotated tag. */
  get target(): Promise<object> | null {
    const sha = refsIn(this.#repository, this.prefix).get(this.name);
    return sha === undefined ? null : targetView(this.#context, this.#repository, sha);
  }
}

/** `Tag`: an annotation. */
class TagView {
  readonly __typename = "Tag";
  readonly id: string;
  readonly oid: string;
  readonly abbreviatedOid: string;
  readonly name: string;
  readonly message: string;
  readonly tagger: object;
  readonly commitUrl: string;
  readonly #context: Context;
  readonly #repository: Repository;
  readonly #tag: Tag;

  constructor(context: Context, repository: Repository, tag: Tag) {
    this.#context = context;
    this.#repository = repository;
    this.#tag = tag;
    this.id = `TA_${Buffer.from(`${repository.id}:${tag.sha}`).toString("base64url")}`;
    this.oid = tag.sha;
    this.abbreviatedOid = tag.sha.slice(0, 7);
    this.name = tag.name;
    this.message = tag.message;
    this.commitUrl = `${repositoryPage(context.world, repository)}/commit/${tag.object.sha}`;
    const { name, email, date } = tag.tagger;
    const account = context.world.accountByEmail(email);
    const user = account?.kind === "user" ? context.views.actor(account) : null;
    this.tagger = { name, email, date: timestampOf(date), user };
  }

  get target(): Promise<object> {
    return targetView(this.#context, this.#repository, this.#tag.object.sha);
  }
}

/** What a branch, tag or tag object points at. */
export async function targetView(
  context: Context,
  repository: Repository,
  sha: string,
): Promise<object> {
  const tag = await repository.git.tag(sha);
  return tag ? new TagView(context, repository, tag) : context.views.commit(repository, sha);
}

/** A reference by its whole name or a branch's short one; null when there is none. */
export function refNamed(
  context: Context,
  repository: Repository,
  qualifiedName: string,
): object | null {
  const prefix = prefixOf(qualifiedName) ?? "refs/heads/";
  const name = qualifiedName.replace(prefix, "");
  return refsIn(repository, prefix).has(name)
    ? new RefView(context, repository, prefix, name)
    : null;
}

export type RefsArguments = PageArguments & {
  readonly refPrefix: string;
  readonly query?: string | null;
  readonly orderBy?: {
    readonly field: "ALPHABETICAL" | "TAG_COMMIT_DATE";
    readonly direction: "ASC" | "DESC";
  } | null;
};

/** `Repository.refs`: names are relative to the prefix; alphabetical unless asked otherwise. */
export async function refsConnection(
  context: Context,
  repository: Repository,
  page: RefsArguments,
): Promise<object> {
  requirePermission(context, repository, "contents:read");
  const { refPrefix, query, orderBy } = page;
  const prefix = prefixOf(refPrefix) ?? "refs/heads/";
  const start = refPrefix.replace(prefix, "");
  const named = [...refsIn(repository, prefix)].filter(
    ([name]) => name.startsWith(start) && name.includes(query ?? ""),
  );
  const dated = await Promise.all(
    named.map(async ([name, sha]) => ({
      name,
      atMs: (await repository.git.commitOf(sha)).committer.date.getTime(),
    })),
  );
  const byDate = orderBy?.field === "TAG_COMMIT_DATE" && prefix === "refs/tags/";
  const byName = dated.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const sorted = byDate ? byName.toSorted((a, b) => a.atMs - b.atMs) : byName;
  const listed = orderBy?.direction === "DESC" ? sorted.toReversed() : sorted;
  return connection(
    "refs",
    page,
    listed,
    ({ name }) => new RefView(context, repository, prefix, name),
  );
}

function prefixOf(name: string): RefPrefix | null {
  if (name.startsWith("refs/tags/")) return "refs/tags/";
  return name.startsWith("refs/heads/") ? "refs/heads/" : null;
}

function refsIn({ branches, tags }: Repository, prefix: RefPrefix): ReadonlyMap<string, string> {
  return prefix === "refs/tags/" ? tags : branches;
}
