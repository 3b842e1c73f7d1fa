import type { EligibilityQuestions } from "#core/approval/eligibility.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import type { DueAnswer, HandledCommand } from "#core/command/handled-command.ts";
import type { PendingCommand } from "#core/command/received-command.ts";
import type { CommandState } from "#core/command/run-command.ts";
import { RetryLater } from "#core/errors.ts";
import type { InstallationKey, Key, RepositoryName } from "#core/key.ts";
import { handleOnPush, questionsOnPush } from "#core/unauthorised/handle-on-push.ts";
import type {
  UnauthorisedChange,
  UnauthorisedPush,
} from "#core/unauthorised/unauthorised-change.ts";
import type { MergesAtGitHub } from "./after-merge-ports.ts";
import type { GateStore } from "./gate-ports.ts";
import type { CommandStore } from "./ports.ts";

/** What GitHub shows of the commands on an issue. */
type ShownCommands = {
  readonly nodeId: string;
  /** By the commands' ids. */
  readonly states: ReadonlyMap<string, CommandState>;
  readonly repliedTo: ReadonlySet<string>;
};

export type IssuePorts = {
  readonly github: Pick<MergesAtGitHub, "readControl"> & {
    /** Null when the issue is gone. */
    lookAtIssueCommands(
      installationId: number,
      repository: RepositoryName,
      number: number,
      pending: readonly PendingCommand[],
    ): Promise<ShownCommands | null>;
    answerOnIssue(
      installationId: number,
      issueNodeId: string,
      answers: readonly DueAnswer[],
    ): Promise<void>;
    eligibilityOf(
      installationId: number,
      repository: RepositoryName,
      questions: EligibilityQuestions,
    ): Promise<Eligibility>;
  };
  readonly unauthorised: {
    /** What the issue is about that we opened; null when it is none of ours. */
    about(repository: RepositoryName, issueNumber: number): Promise<UnauthorisedChange | null>;
  };
  readonly commands: Pick<CommandStore, "openOf" | "recordHandled" | "noteAnswered">;
  readonly gates: Pick<GateStore, "environmentsWaiting">;
};

type IssueKey = Extract<Key, { kind: "issue" }>;

/** With the queue's back-off these are some ten seconds. */
const mostLooks = 4;

/**
 * Carries out what was ordered on the issue about a push, in the order in which it was ordered; what came of it is kept before anything is said.
 * Where there is no pull request to order on, that is the place to take responsibility. What is written on other issues is let be.
 *
 * Calls: two, one for rights that are not known, and one to answer.
 *
 * @param turn.attempts failed attempts so far
 */
export async function reconcileIssue(
  ports: IssuePorts,
  installationId: number,
  key: IssueKey,
  turn: { readonly attempts: number },
): Promise<void> {
  const { github, commands } = ports;
  const { repository, number } = key;
  const push = await ports.unauthorised.about(repository, number);
  const { pending, due } = await commands.openOf(repository, number);
  if (push?.kind !== "push" || pending.length + due.length === 0) return;
  const shown = await github.lookAtIssueCommands(installationId, repository, number, pending);
  if (shown === null) return;
  const isShown = pending.every(({ name }) => shown.states.get(name.id) !== "gone");
  if (!isShown && turn.attempts < mostLooks) {
    throw new RetryLater("GitHub does not show yet that a command was given.");
  }
  const handled = await handleAll(ports, installationId, push, { pending, shown });
  if (handled.length > 0) {
    const marks = await keysOfWaiting(ports, installationId, repository);
    await commands.recordHandled({ headSha: push.sha, handled, marks });
  }
  const answers = [...due, ...handled.flatMap(dueAnswers)].map((answer) =>
    shown.repliedTo.has(answer.name.id) ? { ...answer, reply: null } : answer,
  );
  await github.answerOnIssue(installationId, shown.nodeId, answers);
  await commands.noteAnswered(answers.map(({ name }) => name));
}

async function handleAll(
  { github }: IssuePorts,
  installationId: number,
  push: UnauthorisedPush,
  {
    pending,
    shown,
  }: { readonly pending: readonly PendingCommand[]; readonly shown: ShownCommands },
): Promise<readonly HandledCommand[]> {
  if (pending.length === 0) return [];
  const { repository } = push;
  const control = await github.readControl(installationId, repository, null);
  const policies = control?.policies ?? [];
  const givers = pending.map(({ giver }) => giver);
  const questions = questionsOnPush(givers, policies);
  const eligibility = await github.eligibilityOf(installationId, repository, questions);
  return pending.map((command) => {
    const state = shown.states.get(command.name.id) ?? "gone";
    return handleOnPush(command, { push, state, policies, eligibility });
  });
}

/** The gates that may wait for what was ordered. */
async function keysOfWaiting(
  { gates }: IssuePorts,
  installationId: number,
  repository: RepositoryName,
): Promise<readonly InstallationKey[]> {
  const waiting = await gates.environmentsWaiting(repository);
  return waiting.map((environment) => ({
    installationId,
    key: { kind: "environment", repository, environment },
  }));
}

function dueAnswers({ command: { name }, answer }: HandledCommand): readonly DueAnswer[] {
  return answer === null ? [] : [{ name, ...answer }];
}
