import type { ChangeAction } from "#core/change/change-action.ts";
import type { WrittenChange } from "#core/change/observed-change.ts";
import type { DueAnswer } from "#core/command/handled-command.ts";
import { checkRunWrite } from "./check-run-write.ts";
import type { Client } from "./client.ts";
import { withReplyMarker } from "./command-traces.ts";
import type { MutationField } from "./mutation.ts";
import { ourLabels } from "./our-labels.ts";
import type { ReviewerIds } from "./reviewer-ids.ts";

/** The writes that carry out one action, or what already failed while they were prepared. */
export type PlannedAction = {
  readonly action: ChangeAction;
  readonly writes: readonly MutationField[];
  readonly errors: readonly string[];
};

type Context = {
  readonly client: Client;
  readonly written: WrittenChange;
  /** Ids of labels by name, those that were just created included. */
  readonly labelIds: Readonly<Record<string, string>>;
  readonly reviewerIds: ReviewerIds;
};

/** The check run comes first: it is what holds the merge. */
const order: readonly ChangeAction["kind"][] = [
  "create-check-run",
  "update-check-run",
  "remove-labels",
  "add-labels",
  "create-comment",
  "update-comment",
  "request-reviews",
  "answer-commands",
];

export function inOrder(actions: readonly ChangeAction[]): readonly ChangeAction[] {
  return [...actions].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** The labels that an action adds and the repository doesn't have. */
export function missingLabels(
  actions: readonly ChangeAction[],
  labelIds: Readonly<Record<string, string>>,
): readonly string[] {
  const names = actions.flatMap((action) => (action.kind === "add-labels" ? action.labels : []));
  return [...new Set(names)].filter((name) => !Object.hasOwn(labelIds, name));
}

/** The write that creates a label. */
export function labelCreation(repositoryId: string, name: string): MutationField {
  const known = ourLabels.find((label) => label.name === name);
  const { color, description } = known ?? { color: "ededed", description: "" };
  return { name: "createLabel", input: { repositoryId, name, color, description } };
}

/** Turns an action into writes. Looking up reviewers may fail; the writes of the other actions don't suffer from it. */
export async function planWrites(context: Context, action: ChangeAction): Promise<PlannedAction> {
  const { written } = context;
  const planned = (...writes: MutationField[]): PlannedAction => ({ action, writes, errors: [] });
  switch (action.kind) {
    case "create-check-run":
      return planned(checkRunWrite(written.repositoryNodeId, action.checkRun, null));
    case "update-check-run":
      return planned(checkRunWrite(written.repositoryNodeId, action.checkRun, written.checkRun));
    case "create-comment":
      return planned({
        name: "addComment",
        input: { subjectId: written.pullRequestNodeId, body: action.body },
      });
    case "update-comment":
      return planned({
        name: "updateIssueComment",
        input: { id: action.nodeId, body: action.body },
      });
    case "add-labels":
      return planLabels(context, action, "addLabelsToLabelable");
    case "remove-labels":
      return planLabels(context, action, "removeLabelsFromLabelable");
    case "request-reviews":
      return planReviewRequests(context, action);
    case "answer-commands":
      return planned(
        ...action.answers.flatMap((answer) => answerWrites(written.pullRequestNodeId, answer)),
      );
  }
}

const reactions = { done: "THUMBS_UP", refused: "THUMBS_DOWN" } as const;

/** What answers a command. GitHub keeps one reaction of a kind, however often it is added. A reply is known by its marker. */
export function answerWrites(
  subjectId: string,
  { name, commentNodeId, reaction, reply }: DueAnswer,
): readonly MutationField[] {
  const contents = commentNodeId === null ? [] : ["EYES", reactions[reaction]];
  return [
    ...contents.map((content) => ({
      name: "addReaction",
      input: { subjectId: commentNodeId, content },
    })),
    ...(reply === null
      ? []
      : [
          {
            name: "addComment",
            input: { subjectId, body: withReplyMarker(name.id, reply) },
          },
        ]),
  ];
}

function planLabels(
  { written, labelIds }: Context,
  action: Extract<ChangeAction, { kind: "add-labels" | "remove-labels" }>,
  name: string,
): PlannedAction {
  const known = action.labels.filter((label) => Object.hasOwn(labelIds, label));
  const unknown = action.labels.filter((label) => !Object.hasOwn(labelIds, label));
  const ids = known.map((label) => labelIds[label]);
  const input = { labelableId: written.pullRequestNodeId, labelIds: ids };
  return {
    action,
    writes: ids.length > 0 ? [{ name, input }] : [],
    errors: unknown.map((label) => `The repository has no label "${label}".`),
  };
}

/** One write for each reviewer: GitHub refuses a request as a whole when one of them has no access. */
async function planReviewRequests(
  { client, written, reviewerIds }: Context,
  action: Extract<ChangeAction, { kind: "request-reviews" }>,
): Promise<PlannedAction> {
  const pullRequestId = written.pullRequestNodeId;
  const lookUps = [
    ...action.users.map(async (login) => ({ userIds: [await reviewerIds.ofUser(client, login)] })),
    ...action.teams.map(async (team) => ({ teamIds: [await reviewerIds.ofTeam(client, team)] })),
  ];
  const found = await Promise.allSettled(lookUps);
  return {
    action,
    writes: found.flatMap((result) =>
      result.status === "fulfilled"
        ? [{ name: "requestReviews", input: { pullRequestId, union: true, ...result.value } }]
        : [],
    ),
    errors: found.flatMap((result) =>
      result.status === "rejected" ? [messageOf(result.reason)] : [],
    ),
  };
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
