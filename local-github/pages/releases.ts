import { releaseSlug } from "../represent/release.ts";
import type { Repository } from "../world/model.ts";
import type { Release } from "../world/release.ts";
import { fullName } from "../world/world.ts";
import { type Html, html } from "./html.ts";
import { markdown } from "./markdown.ts";
import { avatar, moment, page, repositoryLink } from "./page.ts";

/** A repository's releases and drafts, newest first. */
export function releasesPage(repository: Repository): string {
  const { all } = repository.releases;
  return page(
    "Releases",
    html`<p class="muted">${repositoryLink(repository)}</p>
<h1>Releases</h1>
<div class="box">${
      all.length > 0
        ? all.toReversed().map(row)
        : html`<div class="row muted">Nothing has been released.</div>`
    }</div>`,
  );
}

/** One release; null when no release's page has that name. */
export function releasePage(repository: Repository, slug: string): string | null {
  const release = repository.releases.all.find((each) => releaseSlug(each) === slug);
  if (!release) return null;
  return page(
    titleOf(release),
    html`<p class="muted">${repositoryLink(repository)} · <a href="${pathOf(repository)}">releases</a></p>
<h1>${titleOf(release)}</h1>
<p>${pillOf(release)} tag <code>${release.tagName}</code>
${!repository.tags.has(release.tagName) && html`(not made yet)`}
by ${avatar(release.author)} <b>${release.author.login}</b> ${moment(release.updatedAt)}</p>
<article class="box"><div class="prose">${markdown(release.body ?? "_No description._")}</div></article>`,
  );
}

function row(release: Release): Html {
  return html`<div class="row">${pillOf(release)}
<a href="${pathOf(release.repository)}/tag/${releaseSlug(release)}"><b>${titleOf(release)}</b></a>
<span class="right muted"><code>${release.tagName}</code> ${moment(release.updatedAt)}</span></div>`;
}

function pillOf({ publishedAt, prerelease, immutable }: Release): Html {
  if (publishedAt === null) return html`<span class="pill draft">draft</span>`;
  const word = prerelease ? "pre-release" : "released";
  return html`<span class="pill merged">${word}${immutable && ", immutable"}</span>`;
}

function titleOf({ name, tagName }: Release): string {
  return name || tagName;
}

function pathOf(repository: Repository): string {
  return `/${fullName(repository)}/releases`;
}
