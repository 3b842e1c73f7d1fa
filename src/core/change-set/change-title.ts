import { readChangeName } from "#core/history/change-title.ts";
import { commitsOf, type SetChange } from "./change-set.ts";

/** What people call a change: the pull request's title, or the first line of what was pushed. */
export function titleOf(change: SetChange): string {
  return change.kind === "pull-request"
    ? change.pullRequest.title
    : readChangeName(change.commit.message).title;
}

/** The messages of all commits of a change, the mainline's own first. */
export function messagesOf(change: SetChange): readonly string[] {
  return commitsOf(change)
    .map(({ message }) => message)
    .reverse();
}
