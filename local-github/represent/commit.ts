import type { Commit, Signature } from "../git/commit.ts";
import type { FileDiff } from "../git/diff.ts";
import type { Repository } from "../world/model.ts";
import { timestampOf, type World } from "../world/world.ts";
import { type Json, representOwner } from "./account.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

/** A commit in lists and comparisons: the accounts are those that the addresses map to, null for nobody. */
export function representCommit(world: World, repository: Repository, commit: Commit): Json {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    commit: {
      author: representSignature(commit.author),
      committer: representSignature(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: representVerification(repository, commit),
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: accountOf(world, commit.author),
    committer: accountOf(world, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

/** Only what GitHub signed itself is signed here. */
function representVerification({ signedCommits }: Repository, { sha, committer }: Commit): Json {
  if (!signedCommits.has(sha)) {
    const nothing = { signature: null, payload: null, verified_at: null };
    return { verified: false, reason: "unsigned", ...nothing };
  }
  const verified_at = timestampOf(committer.date);
  return { verified: true, reason: "valid", signature: "signed", payload: sha, verified_at };
}

/** A commit as `push` and `merge_group` events carry it; only `push` names the files. */
export function representEventCommit(
  world: World,
  repository: Repository,
  commit: Commit,
  files: readonly FileDiff[] = [],
): Json {
  const person = ({ name, email }: Signature) => ({
    name,
    email,
    username: world.accountByEmail(email)?.login,
  });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: timestampOf(commit.committer.date),
    url: `${repositoryPage(world, repository)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    ...representPaths(files),
  };
}

/** A rename is the removal of one path and the addition of another. */
function representPaths(files: readonly FileDiff[]): Json {
  const added = files.filter(({ status }) => status === "added" || status === "renamed");
  const removed = files.flatMap(({ status, path, previousPath }) =>
    status === "removed" ? [path] : (previousPath ?? []),
  );
  const modified = files.filter(({ status }) => status === "modified" || status === "changed");
  return {
    added: added.map(({ path }) => path),
    removed,
    modified: modified.map(({ path }) => path),
  };
}

/** One file of a pull request, commit or comparison. */
export function representFile(
  world: World,
  repository: Repository,
  file: FileDiff,
  sha: string,
): Json {
  const page = repositoryPage(world, repository);
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${sha}`,
    ...(file.patch !== null && { patch: file.patch }),
    ...(file.previousPath !== null && { previous_filename: file.previousPath }),
  };
}

function representSignature({ name, email, date }: Signature): Json {
  return { name, email, date: timestampOf(date) };
}

function accountOf(world: World, { email }: Signature): Json | null {
  const account = world.accountByEmail(email);
  return account && representOwner(world, account);
}
