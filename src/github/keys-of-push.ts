import type { Key } from "#core/key.ts";
import { nameOf, type PushPayload } from "./event-payloads.ts";

const noCommit = /^0+$/;

/** What a push brought to the default branch, so that it is remembered; nothing for other branches, and for new ones. */
export function keysOfPush(payload: PushPayload, branch: string): readonly Key[] {
  const { before, after, repository } = payload;
  if (branch !== repository.default_branch || before === undefined || noCommit.test(before)) {
    return [];
  }
  return [
    {
      kind: "push",
      repository: nameOf(repository),
      branch,
      beforeSha: before,
      headSha: after,
    },
  ];
}
