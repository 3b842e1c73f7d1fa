import { totalsOf } from "../world/lookup.ts";
import type { PullRequest, Repository } from "../world/model.ts";
import { fullName } from "../world/world.ts";
import { type Html, html } from "./html.ts";
import { page, repositoryLink } from "./page.ts";

/** What a pull request changes, as a diff. */
export async function filesPage(pull: PullRequest): Promise<string> {
  const { files, additions, deletions } = await totalsOf(pull);
  const conversation = `/${fullName(pull.repository)}/pull/${pull.number}`;
  return page(
    `Files of #${pull.number}`,
    html`<p class="muted">${repositoryLink(pull.repository)}</p>
<h1><a href="${conversation}">${pull.title}</a> <span class="number">#${pull.number}</span></h1>
<p class="muted">${files.length} files, <span class="success">+${additions}</span> <span class="failure">−${deletions}</span></p>
${files.map(
  ({ path, previousPath, status, patch }) =>
    html`<section class="box"><header><b>${previousPath !== null && `${previousPath} → `}${path}</b>
<span class="right muted">${status}</span></header>
${patch === null ? html`<div class="prose muted">No text to show.</div>` : html`<pre>${patch.split("\n").map(diffLine)}</pre>`}</section>`,
)}`,
  );
}

/** A file at a commit, or null when it is not there. */
export async function filePage(
  repository: Repository,
  sha: string,
  path: string,
): Promise<string | null> {
  const object = await repository.git.read(`${sha}:${path}`);
  if (object?.type !== "blob") return null;
  return page(
    path,
    html`<p class="muted">${repositoryLink(repository)} at <code>${sha.slice(0, 7)}</code></p>
<section class="box"><header><b>${path}</b></header><pre>${object.bytes.toString("utf8")}</pre></section>`,
  );
}

function diffLine(line: string): Html {
  const kinds: Readonly<Record<string, string>> = { "+": "added", "-": "deleted", "@": "hunk" };
  return html`<span class="${kinds[line.slice(0, 1)] ?? "same"}">${line}</span>\n`;
}
