import { expect } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { Comment } from "../../local-github/world/model.ts";

/** A check as people see it beside the merge button. */
export type SeenCheck = {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string | null;
};

/** Our check on the head; null when there is none. */
export function checkOn({ checkRun }: PullRequestScenario): SeenCheck | null {
  if (checkRun === null) return null;
  const { name, status, conclusion, title } = checkRun;
  return { name, status, conclusion, title };
}

/** A check that holds the merge until somebody acts. */
export function waiting(title: string, branch = "main"): SeenCheck {
  return { name: `change control: ${branch}`, status: "in_progress", conclusion: null, title };
}

/** A check that opens the merge. */
export function passed(title: string, branch = "main"): SeenCheck {
  return { name: `change control: ${branch}`, status: "completed", conclusion: "success", title };
}

/** A check that refuses the merge. */
export function failed(title: string, branch = "main"): SeenCheck {
  return { name: `change control: ${branch}`, status: "completed", conclusion: "failure", title };
}

/** The Markdown below our check; empty when there is none. */
export function summaryOn({ checkRun }: PullRequestScenario): string {
  return checkRun?.summary ?? "";
}

/** By this line our comment is known. */
export const commentMarker = "<!-- sluice:change -->";

/** What Sluice has written in the conversation: one comment at most. */
export function commentsOn({ comments }: PullRequestScenario): readonly string[] {
  return comments.filter(({ body }) => body.includes(commentMarker)).map(({ body }) => body);
}

/** What stands at a person's comment: reactions as REST names them, sorted, and our replies to it. */
export function answerTo(pull: PullRequestScenario, comment: Comment) {
  const marker = `<!-- sluice:reply ${comment.id} -->`;
  return {
    reactions: comment.reactions.map(({ content }) => content).sort(),
    replies: pull.comments.flatMap(({ body }) => (body.includes(marker) ? [body] : [])),
  };
}

/** All our replies to commands, and to presses of buttons. */
export function repliesOn({ comments }: PullRequestScenario): readonly string[] {
  return comments.filter(({ body }) => body.includes("<!-- sluice:reply ")).map(({ body }) => body);
}

/** The answer to a command that was carried out. */
export const done = { reactions: ["+1", "eyes"], replies: [] };

/** The answer to a command that was not carried out, with one reply that says all this. */
export function refused(...saying: readonly string[]) {
  const reply = expect.stringMatching(new RegExp(saying.map(escapeRegExp).join("[^]*")));
  return { reactions: ["-1", "eyes"], replies: [reply] };
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
