import type { ChangeAction } from "#core/change/change-action.ts";
import { handleCommand } from "#core/command/handle-command.ts";
import type { DueAnswer, HandledCommand } from "#core/command/handled-command.ts";
import { type HeadArrival, headMayBeNewer } from "#core/command/head-is-newer.ts";
import { inOrderGiven, type PendingCommand } from "#core/command/received-command.ts";
import { RetryLater } from "#core/errors.ts";
import type { InstallationKey } from "#core/key.ts";
import { type BackOutPorts, backOut } from "./back-out.ts";
import type { CommandStore, ObservedAtGitHub, OpenCommands } from "./ports.ts";

/** With the queue's back-off these are some ten seconds. */
const mostLooksForSigns = 4;
/** A minute: GitHub's record of deliveries can be late. */
const mostLooksForPress = 7;

/** So many comments are asked for in one snapshot. */
const mostCommandsAtOnce = 50;

/** The open commands of which one turn takes care. */
export function firstOf(open: OpenCommands): OpenCommands & { readonly isAll: boolean } {
  const pending = open.pending.slice(0, mostCommandsAtOnce);
  return { ...open, pending, isAll: pending.length === open.pending.length };
}

/**
 * Runs the commands that were not handled yet, in the order in which they were given. What came of them is kept before anything is said.
 *
 * @param turn.attempts failed attempts so far
 * @returns the change with what took effect, and the answers that are due as actions
 */
export async function runPending(
  ports: BackOutPorts,
  installationId: number,
  observation: ObservedAtGitHub,
  open: OpenCommands,
  turn: { readonly attempts: number; readonly nowMs: number },
): Promise<{
  readonly observation: ObservedAtGitHub;
  readonly answering: readonly ChangeAction[];
}> {
  const { commands } = ports;
  const { repository, number, headSha } = observation.observed;
  const { missed } = observation.commands;
  if (missed.length > 0) await commands.receive(missed);
  const pending = inOrderGiven([...open.pending, ...missed]);
  const handled = await handleAll(commands, observation, pending, turn);
  let { observed } = observation;
  if (handled.length > 0) {
    const marks = handled.some(changesFreezes) ? [repositoryKey(installationId, observed)] : [];
    await commands.recordHandled({ headSha, handled, marks });
    observed = { ...observed, recorded: await commands.recordedOf(repository, number) };
  }
  const due: DueAnswer[] = [];
  for (const answer of [...open.due, ...handled.flatMap(dueAnswers)]) {
    due.push(await backOut(ports, installationId, observation, answer));
  }
  const answering = planAnswers(due, observation.commands.repliedTo);
  return { observation: { ...observation, observed }, answering };
}

async function handleAll(
  commands: CommandStore,
  { observed, commands: traces }: ObservedAtGitHub,
  pending: readonly PendingCommand[],
  { attempts, nowMs }: { readonly attempts: number; readonly nowMs: number },
): Promise<readonly HandledCommand[]> {
  const stateOf = ({ name }: PendingCommand) => traces.states.get(name.id) ?? "gone";
  const { repository, number, headSha } = observed;
  const head = await commands.headArrivalOf(repository, number, headSha);
  // Deliveries come in any order, and before GitHub shows what they are about.
  if (pending.length > 0 && head === null && attempts < mostLooksForSigns) {
    throw new RetryLater("It is not known yet when the head commit was pushed.");
  }
  if (pending.some((one) => stateOf(one) === "gone" && attempts < mostLooksFor(one))) {
    throw new RetryLater("GitHub does not show yet that a command was given.");
  }
  if (head === null) await commands.noteHeadSeen(repository, number, headSha);

  const handled: HandledCommand[] = [];
  let current = observed;
  for (const command of pending) {
    const one = handleCommand(command, {
      observed: current,
      state: stateOf(command),
      headPushedAtMs: headPushedAtMs(command, head),
      nowMs,
    });
    handled.push(one.handled);
    current = one.after;
  }
  return handled;
}

function mostLooksFor({ source }: PendingCommand): number {
  return source.kind === "comment" ? mostLooksForSigns : mostLooksForPress;
}

function headPushedAtMs(command: PendingCommand, head: HeadArrival | null): number | null {
  if (head === null) return null;
  return headMayBeNewer(command, head) ? Math.max(head.arrivedAtMs, command.givenAtMs) : 0;
}

function dueAnswers({ command: { name }, answer }: HandledCommand): readonly DueAnswer[] {
  return answer === null ? [] : [{ name, ...answer }];
}

/** A reply that stands is not written again. */
function planAnswers(
  due: readonly DueAnswer[],
  repliedTo: ReadonlySet<string>,
): readonly ChangeAction[] {
  if (due.length === 0) return [];
  const answers = due.map((answer) =>
    repliedTo.has(answer.name.id) ? { ...answer, reply: null } : answer,
  );
  return [{ kind: "answer-commands", answers }];
}

/** An ad hoc freeze is for every change of the repository. */
function changesFreezes({ results }: HandledCommand): boolean {
  return results.some(({ effect }) => effect?.kind === "freeze" || effect?.kind === "unfreeze");
}

function repositoryKey(
  installationId: number,
  { repository }: ObservedAtGitHub["observed"],
): InstallationKey {
  return { installationId, key: { kind: "repository", repository } };
}
