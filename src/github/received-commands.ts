import { isPerson } from "#core/change/account.ts";
import type { ReceivedCommand } from "#core/command/received-command.ts";
import { accountOfRest } from "./account.ts";
import {
  type CheckRunPayload,
  type NewCommentPayload,
  nameOf,
  type SenderPayload,
} from "./event-payloads.ts";

/** A line that begins with a word after a slash, which paths and addresses in a sentence don't. */
export const mayHoldCommand = /^ {0,3}\/[A-Za-z]/m;

/** The issue about an unauthorised change: its body opens with our marker. Whether it is ours is seen when it is looked at. */
const aboutUnauthorised = /^\s*<!-- sluice:unauthorised [0-9a-f]{40} -->/;

/** A new comment on a pull request or on an issue of ours, when a person wrote it and it could hold a command; null otherwise. Whether it does is seen when it is read. */
export function commandOfComment({
  repository,
  issue,
  comment,
}: NewCommentPayload): ReceivedCommand | null {
  const { id, node_id: nodeId, user, body, created_at: createdAtMs } = comment;
  const isHeard = issue.pull_request !== undefined || aboutUnauthorised.test(issue.body ?? "");
  if (!isHeard || user === null || !mayHoldCommand.test(body)) return null;
  const giver = accountOfRest(user);
  if (!isPerson(giver)) return null;
  return {
    repository: nameOf(repository),
    number: issue.number,
    giver,
    source: { kind: "comment", id: String(id), nodeId, body, createdAtMs },
  };
}

/** A person's press of a button on our check; null when GitHub does not tell of which pull request, as with forks. */
export function commandOfButton(
  { repository, check_run, requested_action }: CheckRunPayload,
  sender: SenderPayload | undefined,
): ReceivedCommand | null {
  if (requested_action === undefined || sender === undefined) return null;
  // Pull requests to several branches may share a head: the check's name tells which.
  const pull = check_run.pull_requests.find(
    ({ base }) =>
      base.repo.id === repository.id && check_run.name === `change control: ${base.ref}`,
  );
  const giver = accountOfRest(sender);
  if (pull === undefined || !isPerson(giver)) return null;
  return {
    repository: nameOf(repository),
    number: pull.number,
    giver,
    source: {
      kind: "button",
      identifier: requested_action.identifier,
      headSha: check_run.head_sha,
    },
  };
}
