import { type Job, type RuleAnswer, statusOfRun, type WorkflowRun } from "../world/deployment.ts";
import type { Repository } from "../world/model.ts";
import { fullName } from "../world/world.ts";
import { type Html, html } from "./html.ts";
import { markdown } from "./markdown.ts";
import { avatar, moment, page, repositoryLink } from "./page.ts";

const looks = {
  success: "success",
  failure: "failure",
  waiting: "waiting",
  in_progress: "waiting",
} as const;

/** A repository's workflow runs, newest first. */
export function runsPage(repository: Repository): string {
  const { runs } = repository.deployments;
  return page(
    "Actions",
    html`<p class="muted">${repositoryLink(repository)}</p>
<h1>Workflow runs</h1>
<div class="box">${
      runs.length > 0
        ? runs.toReversed().map(row)
        : html`<div class="row muted">No workflow has run.</div>`
    }</div>`,
  );
}

/** One run: its jobs, what waits for a rule, and what the rules' apps said. */
export function runPage(run: WorkflowRun): string {
  const { repository, workflow, title, number, attempt } = run;
  return page(
    `${workflow.name} #${number}`,
    html`<p class="muted">${repositoryLink(repository)} · <a href="${pathOf(repository)}">workflow runs</a></p>
<h1>${title} <span class="number">${workflow.name} #${number}</span></h1>
<p>${stateOf(run)} ${avatar(run.triggeringActor)} <b>${run.triggeringActor.login}</b>
on <code>${run.headSha.slice(0, 7)}</code>${attempt > 1 && ` · attempt ${attempt}`} ${moment(run.startedAt)}</p>
<div class="box">${run.jobs.map(jobRow)}</div>
${run.answers.length > 0 && html`<h2>Deployment protection rules</h2>`}
${run.answers.map(answerBox)}`,
  );
}

function row(run: WorkflowRun): Html {
  return html`<div class="row">${stateOf(run)}
<a href="${pathOf(run.repository)}/runs/${run.id}"><b>${run.title}</b></a>
<span class="right muted">${run.workflow.name} #${run.number} ${moment(run.updatedAt)}</span></div>`;
}

function jobRow({ id, name, environment, state, conclusion }: Job): Html {
  return html`<div class="row" id="job-${id}">${stateWord(conclusion ?? state)} <b>${name}</b>
${environment !== null && html`<span class="muted">deploys to ${environment}</span>`}</div>`;
}

function answerBox({ by, state, environment, comment, at }: RuleAnswer): Html {
  const word = state === "pending" ? "reported on" : state;
  return html`<article class="box"><header>${avatar(by)} <b>${by.login}</b>
<span>${word} ${environment.name}</span> <span class="right muted">${moment(at)}</span></header>
<div class="prose">${markdown(comment || "_No comment._")}</div></article>`;
}

function stateOf(run: WorkflowRun): Html {
  const { status, conclusion } = statusOfRun(run);
  return stateWord(conclusion ?? status);
}

function stateWord(state: string): Html {
  const look = new Map(Object.entries(looks)).get(state) ?? "other";
  return html`<span class="state ${look}">${state.replace("_", " ")}</span>`;
}

function pathOf(repository: Repository): string {
  return `/${fullName(repository)}/actions`;
}
