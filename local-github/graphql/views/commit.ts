import { type Commit, coAuthorsOf, type Signature } from "../../git/commit.ts";
import type { GitObject } from "../../git/object-reader.ts";
import { Refusal } from "../../operations/refusal.ts";
import { repositoryPage } from "../../represent/repository.ts";
import { pullRequestsWith } from "../../world/lookup.ts";
import type { Repository } from "../../world/model.ts";
import { timestampOf } from "../../world/world.ts";
import { connection, type PageArguments } from "../connection.ts";
import { type Context, requirePermission } from "../context.ts";

/** `Commit`. */
export class CommitView {
  readonly __typename = "Commit";
  readonly id: string;
  readonly oid: string;
  readonly abbreviatedOid: string;
  readonly message: string;
  readonly messageHeadline: string;
  readonly messageBody: string;
  readonly authoredDate: string;
  readonly committedDate: string;
  readonly url: string;
  readonly #context: Context;
  readonly #repository: Repository;
  readonly #commit: Commit;

  constructor(context: Context, repository: Repository, commit: Commit) {
    this.#context = context;
    this.#repository = repository;
    this.#commit = commit;
    const [headline = "", ...rest] = commit.message.split("\n");
    this.id = commitNodeId(repository, commit.sha);
    this.oid = commit.sha;
    this.abbreviatedOid = commit.sha.slice(0, 7);
    this.message = commit.message;
    this.messageHeadline = headline;
    this.messageBody = rest.join("\n").trim();
    this.authoredDate = timestampOf(commit.author.date);
    this.committedDate = timestampOf(commit.committer.date);
    this.url = `${repositoryPage(context.world, repository)}/commit/${commit.sha}`;
  }

  get tree(): object {
    return { __typename: "Tree", oid: this.#commit.tree };
  }

  get author(): object {
    return this.#actor(this.#commit.author);
  }

  get committer(): object {
    return this.#actor(this.#commit.committer);
  }

  /** Only what GitHub signed itself is signed here. */
  get signature(): object | null {
    if (!this.#repository.signedCommits.has(this.oid)) return null;
    return { __typename: "GpgSignature", isValid: true, wasSignedByGitHub: true, state: "VALID" };
  }

  /** The author, then the co-authors of the trailers. */
  authors(page: PageArguments): object {
    const { author } = this.#commit;
    const others = coAuthorsOf(this.#commit).filter(({ email }) => email !== author.email);
    return connection("authors", page, [author, ...others], (each) => this.#actor(each));
  }

  parents(page: PageArguments): object {
    return connection("parents", page, this.#commit.parents, (sha) =>
      this.#context.views.commit(this.#repository, sha),
    );
  }

  /** GitHub lags behind a merge here; the stand-in only when told to. */
  async associatedPullRequests(page: PageArguments): Promise<object> {
    requirePermission(this.#context, this.#repository, "pull_requests:read");
    const pulls = await pullRequestsWith(this.#repository, this.oid);
    return connection("associatedPullRequests", page, pulls, this.#context.views.pullRequest);
  }

  async file({ path }: { path: string }): Promise<object> {
    requirePermission(this.#context, this.#repository, "contents:read");
    const object = await this.#repository.git.read(`${this.oid}:${path}`);
    if (!object) throw new Refusal(404, `Could not resolve file for path '${path}'.`);
    return treeEntryView(path, object);
  }

  checkSuites(page: PageArguments & { filterBy?: { appId?: number; checkName?: string } }): object {
    requirePermission(this.#context, this.#repository, "checks:read");
    const { appId, checkName } = page.filterBy ?? {};
    const suites = this.#repository.checkSuites.filter(
      (suite) =>
        suite.headSha === this.oid &&
        (appId === undefined || suite.app.id === appId) &&
        (checkName === undefined || suite.runs.some((run) => run.name === checkName)),
    );
    return connection("checkSuites", page, suites, this.#context.views.checkSuite);
  }

  /** GraphQL names people only: a commit by a bot has no user. */
  #actor({ name, email, date }: Omit<Signature, "date"> & { readonly date?: Date }): object {
    const account = this.#context.world.accountByEmail(email);
    return {
      name,
      email,
      date: timestampOf(date ?? this.#commit.author.date),
      user: account?.kind === "user" ? this.#context.views.actor(account) : null,
    };
  }
}

/** A commit's node id, which names its repository too: SHAs alone are not unique. */
function commitNodeId(repository: Repository, sha: string): string {
  return `C_${Buffer.from(`${repository.id}:${sha}`).toString("base64url")}`;
}

/** What an object of git looks like in GraphQL. */
export function gitObjectView(object: GitObject): object {
  const id = `${object.type.toUpperCase().slice(0, 1)}_${object.sha}`;
  if (object.type !== "blob") return { __typename: "Tree", id, oid: object.sha };
  const isBinary = object.bytes.subarray(0, 8000).includes(0);
  const isTruncated = object.bytes.length > largestTextBytes;
  return {
    __typename: "Blob",
    id,
    oid: object.sha,
    abbreviatedOid: object.sha.slice(0, 7),
    byteSize: object.bytes.length,
    isBinary,
    isTruncated,
    text: isBinary ? null : object.bytes.subarray(0, largestTextBytes).toString("utf8"),
  };
}

/** GitHub cuts the text of larger blobs off. */
const largestTextBytes = 512 * 1000;

function treeEntryView(path: string, object: GitObject): object {
  const name = path.split("/").at(-1) ?? path;
  return {
    name,
    path,
    oid: object.sha,
    type: object.type,
    size: object.bytes.length,
    extension: name.includes(".") ? `.${name.split(".").at(-1)}` : "",
    object: () => gitObjectView(object),
  };
}
