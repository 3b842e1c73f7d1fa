import type { Comment, Issue, Label, PullRequest, Review } from "../world/model.ts";
import { checksBox } from "./checks.ts";
import { type Html, html } from "./html.ts";
import { markdown } from "./markdown.ts";
import { avatar, moment, page, repositoryLink } from "./page.ts";

const reviewWords = {
  APPROVED: ["success", "approved"],
  CHANGES_REQUESTED: ["failure", "asked for changes"],
  COMMENTED: ["other", "reviewed"],
  DISMISSED: ["other", "reviewed (dismissed since)"],
} as const;

/** A pull request's page: conversation, checks, reviewers and labels. */
export function pullRequestPage(pull: PullRequest): string {
  const { number, title, repository, head, base, merged } = pull;
  const state = merged ? "merged" : pull.state;
  const files = `/${repository.owner.login}/${repository.name}/pull/${number}/files`;
  return page(
    `${title} #${number}`,
    html`<p class="muted">${repositoryLink(repository)}</p>
<h1>${title} <span class="number">#${number}</span></h1>
<p><span class="pill ${state}">${pull.draft && state === "open" ? "draft" : state}</span>
${avatar(pull.author)} <b>${pull.author.login}</b> wants to merge <code>${head.branch}</code>
into <code>${base.branch}</code> · <a href="${files}">files changed</a></p>
<div class="columns"><div>
${commentBox(pull.author, pull.createdAt, pull.body ?? "_No description._")}
${timelineOf(pull)}
${merged && html`<p class="event">${avatar(merged.by)} <b>${merged.by.login}</b> merged this as <code>${merged.commitSha.slice(0, 7)}</code> ${moment(merged.at)}</p>`}
${checksBox(pull)}
</div><aside>${reviewersOf(pull)}${labelsOf(pull)}</aside></div>`,
  );
}

/** An issue's page. */
export function issuePage(issue: Issue): string {
  return page(
    `${issue.title} #${issue.number}`,
    html`<p class="muted">${repositoryLink(issue.repository)}</p>
<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
<p><span class="pill ${issue.state}">${issue.state}</span> <span class="muted">${closedAs(issue)}</span></p>
<div class="columns"><div>
${commentBox(issue.author, issue.createdAt, issue.body ?? "_No description._")}
${issue.comments.map(commentOf)}
</div><aside>${labelsOf(issue)}</aside></div>`,
  );
}

function closedAs({ state, stateReason }: Issue): string | null {
  return state === "closed" && stateReason ? `as ${stateReason.replace("_", " ")}` : null;
}

/** A label in its colour. */
export function labelPill({ name, color, description }: Label): Html {
  return html`<span class="label" style="--colour: #${color}" title="${description ?? ""}">${name}</span>`;
}

/** Comments and reviews as they came. */
function timelineOf(pull: PullRequest): readonly Html[] {
  const entries = [
    ...pull.comments.map((comment) => ({ id: comment.id, shown: commentOf(comment) })),
    ...pull.reviews.map((review) => ({ id: review.id, shown: reviewOf(review) })),
  ];
  return entries.toSorted((a, b) => a.id - b.id).map(({ shown }) => shown);
}

function commentOf(comment: Comment): Html {
  const edited = comment.updatedAt !== comment.createdAt;
  return commentBox(comment.author, comment.createdAt, comment.body, edited, comment);
}

function commentBox(
  author: Comment["author"],
  at: string,
  body: string,
  edited = false,
  comment: Comment | null = null,
): Html {
  const counts = new Map<string, number>();
  for (const { content } of comment?.reactions ?? []) {
    counts.set(content, (counts.get(content) ?? 0) + 1);
  }
  const reactions = [...counts].map(([content, count]) => `${emoji[content] ?? content} ${count}`);
  return html`<article class="box" id="issuecomment-${comment?.id ?? "body"}"><header>${avatar(author)} <b>${author.login}</b>
<span class="muted">${moment(at)}${edited && " · edited"}</span></header>
<div class="prose">${markdown(body)}</div>
${reactions.length > 0 && html`<div class="prose muted">${reactions.join("  ")}</div>`}</article>`;
}

const emoji: Readonly<Record<string, string>> = {
  "+1": "👍",
  "-1": "👎",
  laugh: "😄",
  hooray: "🎉",
  confused: "😕",
  heart: "❤️",
  rocket: "🚀",
  eyes: "👀",
};

function reviewOf(review: Review): Html {
  const [look, word] = reviewWords[review.state];
  return html`<p class="event" id="pullrequestreview-${review.id}">${avatar(review.author)} <b>${review.author.login}</b>
<span class="state ${look}">${word}</span> <code>${review.commitSha.slice(0, 7)}</code> ${moment(review.submittedAt)}</p>
${review.body && html`<article class="box"><div class="prose">${markdown(review.body)}</div></article>`}`;
}

function reviewersOf(pull: PullRequest): Html {
  const latest = new Map(pull.reviews.map((review) => [review.author, review]));
  const gave = [...latest].map(([account, { state, commitSha }]) => {
    const [look, word] = reviewWords[state];
    const stale = commitSha !== pull.head.sha && ", not this head";
    return html`<div class="row">${avatar(account)} ${account.login} <span class="right ${look}">${word}${stale}</span></div>`;
  });
  const asked = [...pull.requestedUsers].map(
    (user) =>
      html`<div class="row">${avatar(user)} ${user.login} <span class="right waiting">asked</span></div>`,
  );
  const teams = [...pull.requestedTeams].map(
    ({ organisation, slug }) =>
      html`<div class="row">${organisation.login}/${slug} <span class="right waiting">asked</span></div>`,
  );
  const all = [...gave, ...asked, ...teams];
  return html`<section><h3>Reviewers</h3>${all.length > 0 ? all : html`<span class="muted">None</span>`}</section>`;
}

function labelsOf(issue: Issue | PullRequest): Html {
  const labels = [...issue.labels].map(labelPill);
  return html`<section><h3>Labels</h3>${labels.length > 0 ? labels : html`<span class="muted">None</span>`}</section>`;
}
