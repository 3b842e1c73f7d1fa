import type { Answer, Services } from "../rest/route.ts";
import { resolveCommit } from "../world/lookup.ts";
import { issuePage, pullRequestPage } from "./conversation.ts";
import { filePage, filesPage } from "./files.ts";
import { html } from "./html.ts";
import { indexPage, repositoryPage } from "./listing.ts";
import { page, styleSheet } from "./page.ts";
import { releasePage, releasesPage } from "./releases.ts";
import { runPage, runsPage } from "./runs.ts";

/** The pages for people, at the addresses that GitHub gives them. */
export async function answerPage({ world }: Services, path: string): Promise<Answer> {
  if (path === "/style.css") {
    return { status: 200, body: styleSheet(), headers: { "content-type": "text/css" } };
  }
  if (path === "/") return { status: 200, body: indexPage(world) };
  const [owner = "", name = "", what, which = "", ...rest] = path
    .split("/")
    .slice(1)
    .map(decodeURIComponent);
  const repository = world.repository(owner, name);
  if (!repository) return missing;
  if (what === undefined) return { status: 200, body: repositoryPage(repository) };
  if (what === "blob") {
    const sha = await resolveCommit(repository, which);
    const body = sha === null ? null : await filePage(repository, sha, rest.join("/"));
    return body === null ? missing : { status: 200, body };
  }
  if (what === "releases") {
    const body = which === "tag" ? releasePage(repository, rest.join("/")) : null;
    if (which === "") return { status: 200, body: releasesPage(repository) };
    return body === null ? missing : { status: 200, body };
  }
  if (what === "actions") {
    if (which === "") return { status: 200, body: runsPage(repository) };
    const run = repository.deployments.runs.find(({ id }) => id === Number(rest[0]));
    return run ? { status: 200, body: runPage(run) } : missing;
  }
  const issue = repository.issues.get(Number(which));
  if (!issue) return missing;
  if (issue.kind === "issue") return { status: 200, body: issuePage(issue) };
  const body = rest[0] === "files" ? await filesPage(issue) : pullRequestPage(issue);
  return { status: 200, body };
}

const missing: Answer = {
  status: 404,
  body: page(
    "Not found",
    html`<p class="muted">There is nothing here. <a href="/">See what there is.</a></p>`,
  ),
};
