import { readChangeName } from "#core/history/change-title.ts";
import { commitsOf, type SetChange } from "./change-set.ts";

/**
 * What people call a change: the pull request's title, or the first line of what was pushed. When the private fork of a security
 * advisory is merged, that line says no more than this; the next one does.
 */
export function titleOf(change: SetChange): string {
  if (change.kind === "pull-request") return change.pullRequest.title;
  const { message } = change.commit;
  return mergedFork.exec(message)?.[1]?.trim() ?? readChangeName(message).title;
}

const mergedFork = /^Merge commit from fork\s+(?:[*-] )?(\S.*)/;

/** The messages of all commits of a change, the mainline's own first. */
export function messagesOf(change: SetChange): readonly string[] {
  return commitsOf(change)
    .map(({ message }) => message)
    .reverse();
}
