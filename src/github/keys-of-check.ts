import type { z } from "zod";
import type { Key } from "#core/key.ts";
import { type checkSuiteEventSchema, nameOf, type RepositoryPayload } from "./event-payloads.ts";

/** A merge queue's branch, e.g. `gh-readonly-queue/main/pr-7-<sha>`. */
const queueBranch = /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/;

/** The objects that a check belongs to. GitHub names no pull requests from forks: then all of the repository are looked at. */
export function keysOfCheck(
  payload: RepositoryPayload,
  check: z.infer<typeof checkSuiteEventSchema>["check_suite"],
): readonly Key[] {
  const repository = nameOf(payload);
  const branch = queueBranch.exec(check.head_branch ?? "")?.[1];
  if (branch !== undefined) {
    return [{ kind: "merge-group", repository, branch, headSha: check.head_sha }];
  }
  const changes = check.pull_requests
    .filter(({ base }) => base.repo.id === payload.id)
    .map(({ number }) => ({ kind: "change", repository, number }) as const);
  return changes.length > 0 ? changes : [{ kind: "repository", repository }];
}
