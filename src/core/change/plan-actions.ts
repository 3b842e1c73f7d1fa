import type { ChangeAction, DesiredCheckRun } from "./change-action.ts";
import type { RequestedReviewers, WrittenChange, WrittenCheckRun } from "./observed-change.ts";
import type { DesiredComment } from "./render-comment.ts";
import { ownLabels } from "./render-labels.ts";

/** How everything that Sluice writes on a change should stand. */
export type DesiredChange = {
  readonly checkRun: DesiredCheckRun;
  readonly comment: DesiredComment;
  readonly labels: readonly string[];
  readonly reviewers: RequestedReviewers;
};

/** GitHub takes no more requested reviewers on a pull request. */
const mostReviewers = 15;

const nobody: RequestedReviewers = { users: [], teams: [] };

/**
 * The writes that lead from what is written to what is desired; none when they agree. The check comes first.
 *
 * `asked` are those whose review we requested for this commit before. A request disappears when it is answered, or when a team hands it
 * on to a member: asking again would nag, and draw in another each time.
 */
export function planActions(
  desired: DesiredChange,
  written: WrittenChange,
  asked: RequestedReviewers = nobody,
): readonly ChangeAction[] {
  return [
    ...planCheckRun(desired.checkRun, written.checkRun),
    ...planLabels(desired.labels, written.labels),
    ...planComment(desired.comment, written.comment),
    ...planRequests(desired.reviewers, written, asked),
  ];
}

type CheckRunAction = Extract<
  ChangeAction,
  { kind: "create-check-run" } | { kind: "update-check-run" }
>;

/**
 * The write that makes the check run stand as desired; none when it does. One that somebody asked for again is written anew, equal or not.
 *
 * GitHub keeps a completed run's status and conclusion, and a run's annotations only add up. So a run is updated where
 * that is possible, and replaced by a new one of the same name, which then counts, where it is not.
 */
export function planCheckRun(
  checkRun: DesiredCheckRun,
  written: WrittenCheckRun | null,
): readonly CheckRunAction[] {
  if (written === null || written.name !== checkRun.name || written.isRerequested) {
    return [{ kind: "create-check-run", checkRun }];
  }
  const concludes =
    written.status === checkRun.status && written.conclusion === checkRun.conclusion;
  const says =
    isSameText(written.title, checkRun.title) &&
    isSameText(written.summary, checkRun.summary) &&
    written.externalId === checkRun.externalId;
  if (concludes && says) return [];
  const isClosed = !concludes && written.status === "completed";
  return isClosed || written.annotated || checkRun.annotations.length > 0
    ? [{ kind: "create-check-run", checkRun }]
    : [{ kind: "update-check-run", nodeId: written.nodeId, checkRun }];
}

/** Labels are compared as GitHub does, whatever their case. Labels that are not ours are left alone. */
function planLabels(
  desired: readonly string[],
  written: readonly string[],
): readonly ChangeAction[] {
  const lowerCase = (label: string) => label.toLowerCase();
  const present = written.map(lowerCase);
  const missing = desired.filter((label) => !present.includes(label));
  const outdated = written.filter(
    (label) => ownLabels.includes(lowerCase(label)) && !desired.includes(lowerCase(label)),
  );
  return [
    ...(missing.length > 0 ? [{ kind: "add-labels", labels: missing } as const] : []),
    ...(outdated.length > 0 ? [{ kind: "remove-labels", labels: outdated } as const] : []),
  ];
}

function planComment(
  { body, wanted }: DesiredComment,
  written: WrittenChange["comment"],
): readonly ChangeAction[] {
  if (written === null) return wanted ? [{ kind: "create-comment", body }] : [];
  if (isSameText(written.body, body)) return [];
  return [{ kind: "update-comment", nodeId: written.nodeId, body }];
}

/** Nobody is asked twice for one commit, and GitHub's limit counts the requests that stand. */
function planRequests(
  desired: RequestedReviewers,
  { requestedReviewers: standing }: WrittenChange,
  former: RequestedReviewers,
): readonly ChangeAction[] {
  const room = Math.max(0, mostReviewers - standing.users.length - standing.teams.length);
  const asked = {
    users: [...standing.users, ...former.users],
    teams: [...standing.teams, ...former.teams],
  };
  const teams = desired.teams.filter((team) => !includesName(asked.teams, team)).slice(0, room);
  const users = desired.users
    .filter((user) => !includesName(asked.users, user))
    .slice(0, room - teams.length);
  return teams.length + users.length > 0 ? [{ kind: "request-reviews", users, teams }] : [];
}

function includesName(names: readonly string[], name: string): boolean {
  return names.some((other) => other.toLowerCase() === name.toLowerCase());
}

/** GitHub may change the ends of lines, and white space at the end of a text. */
function isSameText(written: string | null, desired: string): boolean {
  const plain = (text: string) => text.replaceAll("\r\n", "\n").trim();
  return plain(written ?? "") === plain(desired);
}
