import { z } from "zod";
import type { ChangeAction } from "#core/change/change-action.ts";
import type { WrittenChange } from "#core/change/observed-change.ts";
import type { Client } from "./client.ts";
import { errorOf, sendGraphQL } from "./graphql.ts";
import { composeMutation, indexOfPath, type MutationField } from "./mutation.ts";
import {
  inOrder,
  labelCreation,
  missingLabels,
  type PlannedAction,
  planWrites,
} from "./plan-writes.ts";
import { isContentMutation } from "./request-cost.ts";
import type { ReviewerIds } from "./reviewer-ids.ts";
import { ContentsLimited } from "./throttle.ts";

/** What became of one action; `error` is null when all of it was done. */
export type ActionOutcome = {
  readonly action: ChangeAction["kind"];
  readonly error: string | null;
  /** When it can be done: a limit put it off. Absent for all else. */
  readonly notBeforeMs?: number;
};

/**
 * Carries out the actions with one mutation, the check run first; creating labels takes one more. The failure of one
 * action leaves the others be and is told in its outcome. What notifies people is put off when the limit for that is reached: no check
 * waits for a comment.
 *
 * @throws RetryLater when it is not known what was written (no answer): the next observation finds it by name
 */
export async function actOnChange(
  client: Client,
  reviewerIds: ReviewerIds,
  written: WrittenChange,
  actions: readonly ChangeAction[],
): Promise<readonly ActionOutcome[]> {
  const { labelIds, repositoryNodeId } = written;
  const plan = (some: readonly ChangeAction[], ids: typeof labelIds) =>
    Promise.all(
      inOrder(some).map((action) =>
        planWrites({ client, written, labelIds: ids, reviewerIds }, action),
      ),
    );
  const lacking = missingLabels(actions, labelIds);
  const waitsForLabels = (action: ChangeAction) =>
    action.kind === "add-labels" && lacking.length > 0;

  const planned = await plan(
    actions.filter((action) => !waitsForLabels(action)),
    labelIds,
  );
  const creations = lacking.map((name) => labelCreation(repositoryNodeId, name));
  const { results, outcomes } = await writeWithinLimits(client, creations, planned);
  if (lacking.length === 0) return outcomes;

  const created = lacking.flatMap((name, index) => {
    const label = createdLabelSchema.safeParse(results[index]?.data);
    return label.success ? [[name, label.data.label.id] as const] : [];
  });
  const waited = await plan(actions.filter(waitsForLabels), {
    ...labelIds,
    ...Object.fromEntries(created),
  });
  const further = await write(
    client,
    waited.flatMap((one) => one.writes),
  );
  return [...outcomes, ...outcomesOf(waited, further)];
}

const createdLabelSchema = z.object({ label: z.object({ id: z.string() }) });

type WriteResult = { readonly data: unknown; readonly error: string | null };

/** Gives the results of the preparations and of every write after them, and what became of each action. */
async function writeWithinLimits(
  client: Client,
  preparations: readonly MutationField[],
  planned: readonly PlannedAction[],
): Promise<{
  readonly results: readonly WriteResult[];
  readonly outcomes: readonly ActionOutcome[];
}> {
  const send = async (some: readonly PlannedAction[]) => {
    const results = await write(client, [...preparations, ...some.flatMap(({ writes }) => writes)]);
    return { results, outcomes: outcomesOf(some, results.slice(preparations.length)) };
  };
  try {
    return await send(planned);
  } catch (error) {
    if (!(error instanceof ContentsLimited)) throw error;
    const { message, notBeforeMs } = error;
    const { results, outcomes } = await send(planned.filter((one) => !notifies(one)));
    const putOff = planned
      .filter(notifies)
      .map(({ action }) => ({ action: action.kind, error: message, notBeforeMs }));
    return { results, outcomes: [...outcomes, ...putOff] };
  }
}

function notifies({ writes }: PlannedAction): boolean {
  return writes.some(({ name }) => isContentMutation(name));
}

/** Sends the writes; gives the result of each. Nothing is sent for none. */
async function write(
  client: Client,
  fields: readonly MutationField[],
): Promise<readonly WriteResult[]> {
  if (fields.length === 0) return [];
  const { text, variables } = composeMutation("ActOnChange", fields);
  const { data, problems } = await sendGraphQL(client, text, variables);
  const ofWhole = problems.find(({ path }) => indexOfPath(path) === null);
  if (ofWhole !== undefined) throw errorOf(ofWhole);
  return fields.map(({ name }, index) => {
    const errors = problems.filter(({ path }) => indexOfPath(path) === index);
    const result = z.record(z.string(), z.unknown()).safeParse(data).data?.[`write${index}`];
    const messages = errors.map(({ message }) => message.slice(0, 500));
    if (messages.length === 0 && (result === null || result === undefined)) {
      messages.push("GitHub gave no result.");
    }
    const error = messages.length > 0 ? `${name}: ${messages.join(" ")}` : null;
    return { data: result, error };
  });
}

function outcomesOf(
  planned: readonly PlannedAction[],
  results: readonly WriteResult[],
): readonly ActionOutcome[] {
  let next = 0;
  return planned.map(({ action, writes, errors }) => {
    const ours = results.slice(next, next + writes.length);
    next += writes.length;
    const all = [...errors, ...ours.flatMap(({ error }) => error ?? [])];
    return { action: action.kind, error: all.length > 0 ? all.join(" ") : null };
  });
}
