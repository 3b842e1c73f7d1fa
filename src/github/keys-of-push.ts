import type { Key } from "#core/key.ts";
import { nameOf, type PushPayload } from "./event-payloads.ts";

/** GitHub's own, for a while: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue */
const queuedBranch = /^gh-readonly-queue\//;

/** What a push brought to a branch, to be judged and remembered: which branches are controlled is read from the policies. */
export function keysOfPush(payload: PushPayload, branch: string): readonly Key[] {
  const { before, after, repository } = payload;
  if (before === undefined || queuedBranch.test(branch)) return [];
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
