import type { Issue, PullRequest, Repository } from "../world/model.ts";
import { fullName, pullRequestsOf, type World } from "../world/world.ts";
import { checkSign, checkTitle } from "./checks.ts";
import { labelPill } from "./conversation.ts";
import { type Html, html } from "./html.ts";
import { avatar, moment, page, repositoryLink } from "./page.ts";

/** The first page: every repository with its pull requests and issues. */
export function indexPage(world: World): string {
  const repositories = [...world.repositories.values()].filter(({ parent }) => parent === null);
  return page(
    "Repositories",
    repositories.length > 0
      ? html`${repositories.map(repositorySection)}`
      : html`<p class="muted">There is no repository yet.</p>`,
  );
}

/** One repository's pull requests and issues. */
export function repositoryPage(repository: Repository): string {
  return page(repository.name, repositorySection(repository));
}

function repositorySection(repository: Repository): Html {
  const newestFirst = [...repository.issues.values()].toReversed();
  return html`<h2>${repositoryLink(repository)} <span class="muted">${repository.private ? "private" : "public"} ·
${pullRequestsOf(repository).length} pull requests${linked(repository, "releases")}${linked(repository, "actions")}</span></h2>
<div class="box">${
    newestFirst.length > 0
      ? newestFirst.map(row)
      : html`<div class="row muted">No pull request has been opened.</div>`
  }</div>`;
}

function linked(repository: Repository, place: "releases" | "actions"): Html | null {
  const { releases, deployments } = repository;
  const all = place === "releases" ? releases.all : deployments.runs;
  const word = place === "releases" ? "releases" : "workflow runs";
  const path = `/${fullName(repository)}/${place}`;
  return all.length === 0 ? null : html` · <a href="${path}">${all.length} ${word}</a>`;
}

function row(issue: Issue | PullRequest): Html {
  const { number, title, author, repository, labels } = issue;
  const pull = issue.kind === "pull-request" ? issue : null;
  const place = `/${repository.owner.login}/${repository.name}/${pull ? "pull" : "issues"}/${number}`;
  const open = pull?.draft ? "draft" : "open";
  const state = pull?.merged ? "merged" : issue.state === "open" ? open : "closed";
  return html`<div class="row"><span class="pill ${state}">${pull ? state : `issue ${state}`}</span>
${pull && checkSign(pull)} <a href="${place}"><b>${title}</b></a>
<span>${[...labels].map(labelPill)}</span>
<span class="muted">${pull && checkTitle(pull)}</span>
<span class="right muted">#${number} by ${author.login} ${avatar(author)} ${moment(issue.updatedAt)}</span></div>`;
}
