import { suiteStatus } from "../represent/check.ts";
import { checkRunsOn } from "../world/lookup.ts";
import type { CheckRun, CommitStatus, PullRequest } from "../world/model.ts";
import { type Html, html } from "./html.ts";
import { markdown } from "./markdown.ts";

const signs = {
  success: "✓",
  failure: "✗",
  waiting: "●",
  other: "–",
} as const;

type Look = keyof typeof signs;

/** What a pull request's checks amount to, as one sign; nothing when it has none. */
export function checkSign(pull: PullRequest): Html {
  const looks = checkRunsOn(pull.repository, pull.head.sha, "latest").map(lookOf);
  const worstFirst: readonly Look[] = ["failure", "waiting", "success", "other"];
  const worst = worstFirst.find((look) => looks.includes(look));
  return worst ? sign(worst) : html``;
}

/** What the first check that has something to say says: the app's title, in one line. */
export function checkTitle(pull: PullRequest): string | null {
  const runs = checkRunsOn(pull.repository, pull.head.sha, "latest");
  return runs.find(({ title }) => title !== null)?.title ?? null;
}

/** Every check on the head, its Markdown unfolded. */
export function checksBox(pull: PullRequest): Html {
  const { repository, head } = pull;
  const runs = checkRunsOn(repository, head.sha, "latest");
  const empty = repository.checkSuites.filter(
    (suite) => suite.headSha === head.sha && suiteStatus(suite) === "queued",
  );
  const statuses = latestStatuses(repository.statuses.filter(({ sha }) => sha === head.sha));
  return html`<h2 id="checks">Checks on <code>${head.sha.slice(0, 7)}</code></h2>
${runs.length + statuses.length === 0 && html`<p class="muted">None yet. ${empty.length > 0 ? "The app has been asked." : ""}</p>`}
${runs.map(runBox)}
${statuses.map(statusRow)}`;
}

function runBox(run: CheckRun): Html {
  const notes = run.annotations.map(
    ({ path, startLine, level, title, message }) =>
      html`<li><code>${path}:${startLine}</code> <b>${level}</b> ${title ?? ""}: ${message}</li>`,
  );
  return html`<section class="box" id="check-${run.id}"><header>
${sign(lookOf(run))} <b>${run.name}</b> <span>${run.title ?? ""}</span>
<span class="right muted">${run.suite.app.slug} · ${wordOf(run)}</span></header>
${run.summary !== null && html`<div class="prose">${markdown(run.summary)}</div>`}
${run.text !== null && html`<div class="prose">${markdown(run.text)}</div>`}
${notes.length > 0 && html`<div class="prose"><ul>${notes}</ul></div>`}
${run.actions.length > 0 && html`<div class="prose muted">Buttons: ${run.actions.map(({ label }) => label).join(", ")}</div>`}
</section>`;
}

function statusRow(status: CommitStatus): Html {
  const look: Look =
    status.state === "success" ? "success" : status.state === "pending" ? "waiting" : "failure";
  return html`<div class="box"><div class="row">${sign(look)} <b>${status.context}</b>
<span>${status.description ?? ""}</span><span class="right muted">${status.state}</span></div></div>`;
}

function sign(look: Look): Html {
  return html`<span class="state ${look}" role="img" aria-label="${look}">${signs[look]}</span>`;
}

function lookOf(run: CheckRun): Look {
  if (run.status !== "completed") return "waiting";
  switch (run.conclusion) {
    case "success":
      return "success";
    case "neutral":
    case "skipped":
    case null:
      return "other";
    case "action_required":
    case "cancelled":
    case "failure":
    case "stale":
    case "timed_out":
      return "failure";
  }
}

function wordOf({ status, conclusion }: CheckRun): string {
  return (conclusion ?? status).replaceAll("_", " ");
}

function latestStatuses(newestFirst: readonly CommitStatus[]): readonly CommitStatus[] {
  return [...new Map(newestFirst.toReversed().map((each) => [each.context, each])).values()];
}
