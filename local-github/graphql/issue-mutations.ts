import {
  addLabels,
  closeIssue,
  editIssue,
  openIssue,
  removeLabels,
  reopenIssue,
} from "../operations/issues.ts";
import type { ClosingReason, Issue, Label } from "../world/model.ts";
import { actorOf, type Context, requirePermission } from "./context.ts";
import { findNode, type Input, write } from "./write.ts";

type UpdateIssue = {
  readonly id: string;
  readonly title?: string | null;
  readonly body?: string | null;
  readonly state?: "OPEN" | "CLOSED" | null;
  readonly labelIds?: readonly string[] | null;
};

/** The part of GraphQL's `Mutation` that opens, changes and closes issues. */
export class IssueMutations {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Unlike REST it names labels by node id, so that it can't make any. */
  createIssue({
    input,
  }: Input<{ repositoryId: string; title: string; body?: string; labelIds?: readonly string[] }>) {
    return write(this.#context, "createIssue", input, () => {
      const repository = findNode(this.#context, input.repositoryId, "repository");
      requirePermission(this.#context, repository, "issues:write");
      const labels = this.#labels(input.labelIds).map(({ name }) => name);
      const wanted = { title: input.title, body: input.body ?? null, labels };
      const { world, views } = this.#context;
      const issue = openIssue(world, repository, wanted, actorOf(this.#context));
      return { issue: views.issue(issue) };
    });
  }

  updateIssue({ input }: Input<UpdateIssue>) {
    return this.#change("updateIssue", input.id, input, async (issue) => {
      const { title, body, state, labelIds } = input;
      const { world } = this.#context;
      const by = actorOf(this.#context);
      editIssue(world, issue, { ...(title && { title }), ...(body && { body }) }, by);
      if (labelIds) await this.#replaceLabels(issue, this.#labels(labelIds));
      if (state === "OPEN") reopenIssue(world, issue, by);
      if (state === "CLOSED") closeIssue(world, issue, "completed", by);
    });
  }

  closeIssue({ input }: Input<{ issueId: string; stateReason?: Uppercase<ClosingReason> | null }>) {
    return this.#change("closeIssue", input.issueId, input, (issue) => {
      const reason = closingReasons[input.stateReason ?? "COMPLETED"];
      closeIssue(this.#context.world, issue, reason, actorOf(this.#context));
    });
  }

  reopenIssue({ input }: Input<{ issueId: string }>) {
    return this.#change("reopenIssue", input.issueId, input, (issue) =>
      reopenIssue(this.#context.world, issue, actorOf(this.#context)),
    );
  }

  #change(
    name: string,
    id: string,
    input: { readonly clientMutationId?: string },
    carryOut: (issue: Issue) => Promise<void> | void,
  ): Promise<object> {
    return write(this.#context, name, input, async () => {
      const issue = findNode(this.#context, id, "issue");
      requirePermission(this.#context, issue.repository, "issues:write");
      await carryOut(issue);
      const { views } = this.#context;
      return { issue: views.issue(issue), actor: views.actor(actorOf(this.#context)) };
    });
  }

  #labels(ids: readonly string[] | null = []): readonly Label[] {
    return (ids ?? []).map((id) => findNode(this.#context, id, "label"));
  }

  async #replaceLabels(issue: Issue, labels: readonly Label[]): Promise<void> {
    const others = [...issue.labels].filter((label) => !labels.includes(label));
    await removeLabels(this.#context.world, issue, others, actorOf(this.#context));
    await addLabels(this.#context.world, issue, labels, actorOf(this.#context));
  }
}

const closingReasons = {
  COMPLETED: "completed",
  NOT_PLANNED: "not_planned",
  DUPLICATE: "duplicate",
} as const;
