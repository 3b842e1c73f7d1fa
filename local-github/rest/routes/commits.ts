import { notFound, unprocessable } from "../../operations/refusal.ts";
import { representCommit, representFile } from "../../represent/commit.ts";
import { representPullRequest } from "../../represent/pull-request.ts";
import { repositoryPage, repositoryUrl } from "../../represent/repository.ts";
import { pullRequestsWith, resolveCommit } from "../../world/lookup.ts";
import type { Repository } from "../../world/model.ts";
import { compare } from "../compare.ts";
import { type Call, ok, page, repositoryOf, route } from "../route.ts";

/** Commits, their comparison, files and references. */
export const commitRoutes = [
  route("GET /repos/{owner}/{repo}/compare/{basehead}", ["contents:read"], (call) =>
    compare(call, repositoryOf(call)),
  ),
  route("GET /repos/{owner}/{repo}/commits", ["contents:read"], async (call) => {
    const repository = repositoryOf(call);
    const { sha: from = repository.defaultBranch } = call.parameters;
    const shas = await repository.git.revisions([await shaOf(repository, from)]);
    const commits = await Promise.all(shas.map((sha) => repository.git.commitOf(sha)));
    return page(call, commits, (shown) =>
      shown.map((commit) => representCommit(call.world, repository, commit)),
    );
  }),
  route("GET /repos/{owner}/{repo}/commits/{ref}", ["contents:read"], async (call) => {
    const repository = repositoryOf(call);
    const commit = await repository.git.commitOf(await commitOf(repository, call.parameters.ref));
    const files = await repository.git.diff(commit.parents[0] ?? null, commit.sha);
    const additions = files.reduce((sum, file) => sum + file.additions, 0);
    const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
    return ok({
      ...representCommit(call.world, repository, commit),
      stats: { total: additions + deletions, additions, deletions },
      files: files
        .slice(0, 300)
        .map((file) => representFile(call.world, repository, file, commit.sha)),
    });
  }),
  route(
    "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
    ["pull_requests:read"],
    async (call) => {
      const repository = repositoryOf(call);
      const sha = await commitOf(repository, call.parameters.commit_sha);
      return page(call, await pullRequestsWith(repository, sha), (shown) =>
        shown.map((pull) => representPullRequest(call.world, pull)),
      );
    },
  ),
  route("GET /repos/{owner}/{repo}/contents/{path}", ["contents:read"], async (call) => {
    const repository = repositoryOf(call);
    const { path, ref } = call.parameters;
    const sha = await shaOf(repository, ref ?? repository.defaultBranch);
    const found = await repository.git.read(`${sha}:${path}`);
    if (found?.type !== "blob") throw notFound();
    return ok(representContent(call, repository, path, sha, found.sha, found.bytes));
  }),
  route("GET /repos/{owner}/{repo}/branches", ["contents:read"], (call) => {
    const repository = repositoryOf(call);
    return page(call, [...repository.branches], (shown) =>
      shown.map(([name, sha]) => ({
        name,
        commit: { sha, url: `${repositoryUrl(call.world, repository)}/commits/${sha}` },
        protected: repository.requiredChecks.has(name),
      })),
    );
  }),
  route("GET /repos/{owner}/{repo}/branches/{branch}", ["contents:read"], async (call) => {
    const repository = repositoryOf(call);
    const name = call.parameters.branch;
    const sha = repository.branches.get(name);
    if (sha === undefined) throw notFound("Branch not found");
    const page = repositoryPage(call.world, repository);
    const self = `${repositoryUrl(call.world, repository)}/branches/${name}`;
    return ok({
      name,
      commit: representCommit(call.world, repository, await repository.git.commitOf(sha)),
      _links: { html: `${page}/tree/${name}`, self },
      ...representProtection(repository, name),
      protection_url: `${self}/protection`,
    });
  }),
];

/** A commit that a request is about: 422 when it is unknown, whereas a file's missing commit is 404. */
async function commitOf(repository: Repository, name: string): Promise<string> {
  const sha = await resolveCommit(repository, name);
  if (sha === null) throw unprocessable(`No commit found for SHA: ${name}`);
  return sha;
}

async function shaOf(repository: Repository, ref: string): Promise<string> {
  const sha = await resolveCommit(repository, ref);
  if (sha === null) throw notFound(`No commit found for the ref ${ref}`);
  return sha;
}

function representProtection({ requiredChecks }: Repository, branch: string): object {
  const contexts = [...(requiredChecks.get(branch) ?? [])];
  const required = { enforcement_level: "non_admins", contexts, checks: [] };
  return {
    protected: contexts.length > 0,
    protection: {
      enabled: contexts.length > 0,
      ...(contexts.length > 0 && { required_status_checks: required }),
    },
  };
}

/** Above a megabyte GitHub leaves the content out. https://docs.github.com/rest/repos/contents */
const largestContentBytes = 1024 * 1024;

function representContent(
  { world }: Call<unknown>,
  repository: Repository,
  path: string,
  ref: string,
  sha: string,
  bytes: Buffer,
): object {
  const url = `${repositoryUrl(world, repository)}/contents/${path}?ref=${ref}`;
  const gitUrl = `${repositoryUrl(world, repository)}/git/blobs/${sha}`;
  const page = `${repositoryPage(world, repository)}/blob/${ref}/${path}`;
  const shown = bytes.length <= largestContentBytes;
  return {
    type: "file",
    encoding: shown ? "base64" : "none",
    size: bytes.length,
    name: path.split("/").at(-1),
    path,
    content: shown ? bytes.toString("base64").replaceAll(/.{60}/g, "$&\n") : "",
    sha,
    url,
    git_url: gitUrl,
    html_url: page,
    download_url: page.replace("/blob/", "/raw/"),
    _links: { self: url, git: gitUrl, html: page },
  };
}
