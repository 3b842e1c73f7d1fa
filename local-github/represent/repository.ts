import type { Label, Repository } from "../world/model.ts";
import { fullName, type World } from "../world/world.ts";
import { apiUrl, type Json, representOwner } from "./account.ts";

/** A repository's address in the REST API. */
export function repositoryUrl(world: World, repository: Repository): string {
  return `${apiUrl(world)}/repos/${fullName(repository)}`;
}

/** A repository's page. */
export function repositoryPage(world: World, repository: Repository): string {
  return `${world.origin}/${fullName(repository)}`;
}

/** A repository with every field that webhooks carry. */
export function representRepository(world: World, repository: Repository): Json {
  const page = repositoryPage(world, repository);
  const openIssues = [...repository.issues.values()].filter(({ state }) => state === "open").length;
  return {
    ...representMinimalRepository(world, repository),
    created_at: repository.createdAt,
    updated_at: repository.pushedAt,
    pushed_at: repository.pushedAt,
    git_url: `git://${page.replace(/^https?:\/\//, "")}.git`,
    ssh_url: `git@${page.replace(/^https?:\/\//, "").replace("/", ":")}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: openIssues,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? "private" : "public",
    forks: 0,
    open_issues: openIssues,
    watchers: 0,
    default_branch: repository.defaultBranch,
    custom_properties: {},
  };
}

/** The fields that name a repository and its addresses. */
export function representMinimalRepository(world: World, repository: Repository): Json {
  const url = repositoryUrl(world, repository);
  return {
    ...representRepositoryName(repository),
    owner: representOwner(world, repository.owner),
    html_url: repositoryPage(world, repository),
    description: null,
    fork: repository.parent !== null,
    url,
    ...Object.fromEntries(urlSuffixes.map(([name, suffix]) => [name, `${url}/${suffix}`])),
  };
}

/** The five fields by which installation events list repositories. */
export function representRepositoryName(repository: Repository): Json {
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  };
}

/** A label of a repository. */
export function representLabel(world: World, label: Label): Json {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repositoryUrl(world, label.repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

const urlSuffixes: readonly (readonly [name: string, suffix: string])[] = [
  ["forks_url", "forks"],
  ["keys_url", "keys{/key_id}"],
  ["collaborators_url", "collaborators{/collaborator}"],
  ["teams_url", "teams"],
  ["hooks_url", "hooks"],
  ["issue_events_url", "issues/events{/number}"],
  ["events_url", "events"],
  ["assignees_url", "assignees{/user}"],
  ["branches_url", "branches{/branch}"],
  ["tags_url", "tags"],
  ["blobs_url", "git/blobs{/sha}"],
  ["git_tags_url", "git/tags{/sha}"],
  ["git_refs_url", "git/refs{/sha}"],
  ["trees_url", "git/trees{/sha}"],
  ["statuses_url", "statuses/{sha}"],
  ["languages_url", "languages"],
  ["stargazers_url", "stargazers"],
  ["contributors_url", "contributors"],
  ["subscribers_url", "subscribers"],
  ["subscription_url", "subscription"],
  ["commits_url", "commits{/sha}"],
  ["git_commits_url", "git/commits{/sha}"],
  ["comments_url", "comments{/number}"],
  ["issue_comment_url", "issues/comments{/number}"],
  ["contents_url", "contents/{+path}"],
  ["compare_url", "compare/{base}...{head}"],
  ["merges_url", "merges"],
  ["archive_url", "{archive_format}{/ref}"],
  ["downloads_url", "downloads"],
  ["issues_url", "issues{/number}"],
  ["pulls_url", "pulls{/number}"],
  ["milestones_url", "milestones{/number}"],
  ["notifications_url", "notifications{?since,all,participating}"],
  ["labels_url", "labels{/name}"],
  ["releases_url", "releases{/id}"],
  ["deployments_url", "deployments"],
];
