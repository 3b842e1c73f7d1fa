import type { MergeQueueEntry, Repository } from "../../world/model.ts";
import { connection, type PageArguments } from "../connection.ts";
import type { Context } from "../context.ts";

/** `MergeQueueEntry`. */
export class MergeQueueEntryView {
  readonly __typename = "MergeQueueEntry";
  readonly id: string;
  readonly state: string;
  readonly position: number;
  readonly enqueuedAt: string;
  readonly jump = false;
  readonly solo = false;
  readonly #context: Context;
  readonly #entry: MergeQueueEntry;

  constructor(context: Context, entry: MergeQueueEntry) {
    this.#context = context;
    this.#entry = entry;
    const { repository, base } = entry.pullRequest;
    this.id = entry.nodeId;
    this.state = entry.state;
    this.position = (repository.mergeQueues.get(base.branch) ?? []).indexOf(entry) + 1;
    this.enqueuedAt = entry.enqueuedAt;
  }

  get enqueuer(): object {
    return this.#context.views.actor(this.#entry.enqueuer);
  }

  get pullRequest(): object {
    return this.#context.views.pullRequest(this.#entry.pullRequest);
  }

  get baseCommit(): Promise<object> | null {
    return this.#commit(this.#entry.baseSha);
  }

  get headCommit(): Promise<object> | null {
    return this.#commit(this.#entry.headSha);
  }

  #commit(sha: string | null): Promise<object> | null {
    if (sha === null) return null;
    return this.#context.views.commit(this.#entry.pullRequest.repository, sha);
  }
}

/** `MergeQueue`; null for a branch that has none. */
export function mergeQueueView(
  context: Context,
  repository: Repository,
  branch: string,
): object | null {
  const entries = repository.mergeQueues.get(branch);
  if (!entries) return null;
  const id = `MQ_${Buffer.from(`${repository.id}:${branch}`).toString("base64url")}`;
  return {
    __typename: "MergeQueue",
    id,
    entries: (page: PageArguments) =>
      connection("entries", page, entries, context.views.mergeQueueEntry),
  };
}
