import type { ChangeAction } from "#core/change/change-action.ts";
import type { ChangeDecision, NotControlled } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { RequestedReviewers } from "#core/change/observed-change.ts";
import { planActions } from "#core/change/plan-actions.ts";
import { planUncontrolled } from "#core/change/plan-uncontrolled.ts";
import { renderChange } from "#core/change/render-change.ts";
import { RetryLater } from "#core/errors.ts";
import type { Key } from "#core/key.ts";
import { renderPreview } from "#core/preview/render-preview.ts";
import type { AfterMergePorts } from "./after-merge-ports.ts";
import { findReviewers } from "./find-reviewers.ts";
import type { HistoryStore, PastAtGitHub } from "./history-ports.ts";
import { type JudgePorts, noteMerged } from "./judge-merged.ts";
import type {
  ActionOutcome,
  ChangeStore,
  CommandStore,
  ConfirmLease,
  GitHub,
  MarkDirty,
  ObservedAtGitHub,
} from "./ports.ts";
import { previewPolicy } from "./preview-policy.ts";
import { recheckMergeGroups } from "./recheck-merge-groups.ts";
import { type MarkPorts, markWaitingEnvironments } from "./reconcile-environment.ts";
import { beginHistory } from "./reconcile-history.ts";
import { reconcileMerged } from "./reconcile-merged.ts";
import { type RedraftPorts, redraftWith } from "./redraft-releases.ts";
import { rememberMerged } from "./remember-merged.ts";
import { firstOf, runPending } from "./run-pending.ts";
import { withHistory } from "./with-history.ts";

/** GitHub calls a check run stale when it has not completed for 14 days; it is looked at again before that. */
const refreshAfterMs = 13 * 24 * 3_600_000;

/** GitHub could not give a file that only the preview needs: soon enough for its reader. */
const retryPreviewAfterMs = 60_000;

/** With the queue's back-off these are some ten seconds. */
const mostLooksForNew = 4;

const nobody: RequestedReviewers = { users: [], teams: [] };

type ChangeKey = Extract<Key, { kind: "change" }>;

type ChangePorts = AfterMergePorts &
  JudgePorts &
  MarkPorts &
  RedraftPorts & {
    readonly github: GitHub & Pick<PastAtGitHub, "readPolicyAt">;
    readonly changes: ChangeStore;
    readonly commands: CommandStore;
    readonly history: HistoryStore;
    readonly markDirty: MarkDirty;
    readonly confirmLease: ConfirmLease;
  };

type Turn = {
  /** Failed ones so far. */
  readonly attempts: number;
  readonly nowMs: number;
};

/**
 * Brings one pull request to the state that its policies want: observe, run what people ordered, decide, record, act on the difference.
 *
 * @returns when to look again by the clock alone, or null
 */
export async function reconcileChange(
  ports: ChangePorts,
  installationId: number,
  key: ChangeKey,
  turn: Turn,
): Promise<{ readonly againAtMs: number | null }> {
  const { github, changes, commands, history } = ports;
  const { repository, number } = key;
  const { pending, due, isAll } = firstOf(await commands.openOf(repository, number));
  const atGitHub = await github.observeChange(installationId, repository, number, {
    pending,
    mayHaveReplied: due.length > 0,
  });
  if (atGitHub.kind === "gone") {
    await forgetGone(changes, key, turn.attempts);
    return { againAtMs: null };
  }
  const observed = await withHistory(history, atGitHub.observed, turn.nowMs);
  const { observation, answering } = await runPending(
    ports,
    installationId,
    { ...atGitHub, observed },
    { pending, due },
    turn,
  );
  const decision = decideChange(observation.observed, turn.nowMs);
  const again =
    decision.kind === "decided"
      ? await control(ports, installationId, observation, { decision, answering }, turn)
      : await leaveAlone(ports, installationId, observation, { decision, answering }, turn);
  return { againAtMs: earliest(isAll ? again : [...again, turn.nowMs]) };
}

/** Records a decision and acts on it; gives when to look again. */
async function control(
  ports: ChangePorts,
  installationId: number,
  observation: ObservedAtGitHub,
  { decision, answering }: { decision: ChangeDecision; answering: readonly ChangeAction[] },
  { nowMs }: Turn,
): Promise<readonly number[]> {
  const { changes, webUrl } = ports;
  const { observed, written } = observation;
  const { repository, number } = observed;
  ports.confirmLease();
  const ledger = await changes.recordDecision(installationId, observation, decision);
  await recheckMergeGroups(ports, installationId, observation, decision, nowMs);
  await beginHistory(ports, installationId, repository, nowMs);

  const pool = await findReviewers(ports, installationId, observation, decision);
  const preview = await previewPolicy(ports, installationId, observed);
  const desired = renderChange(observed, decision, ledger, {
    webUrl,
    pool,
    preview: preview && renderPreview(preview, { repository, webUrl }),
  });
  const asked = await changes.askedFor(repository, number, observed.headSha);
  const outcomes = await carryOut(ports, installationId, observation, {
    actions: [...planActions(desired, written, asked), ...answering],
    asked,
    decisionSeq: ledger.seq,
  });
  return [
    ...momentsToDecide(decision, nowMs),
    ...momentsOf(outcomes),
    ...(preview?.kind === "unavailable" ? [nowMs + retryPreviewAfterMs] : []),
  ];
}

/** Judges what was merged, says where a check waits for no policy, and answers commands; gives when to look again. */
async function leaveAlone(
  ports: ChangePorts,
  installationId: number,
  observation: ObservedAtGitHub,
  { decision, answering }: { decision: NotControlled; answering: readonly ChangeAction[] },
  { nowMs }: Turn,
): Promise<readonly number[]> {
  const again = await reconcileMerged(ports, installationId, observation, nowMs);
  if (observation.merge !== null) {
    const { repository } = observation.observed;
    await noteMerged(ports, installationId, observation, nowMs);
    await redraftWith(ports, installationId, observation.observed, nowMs);
    await markWaitingEnvironments(ports, installationId, repository, nowMs);
  }
  await rememberMerged(ports.history, observation);
  await ports.changes.noteNotControlled(installationId, observation);
  const { observed, written } = observation;
  const outcomes = await carryOut(ports, installationId, observation, {
    actions: [...planUncontrolled(observed, decision, written), ...answering],
    asked: nobody,
    decisionSeq: null,
  });
  return [...momentsOf(outcomes), ...(again === null ? [] : [again])];
}

/**
 * Acts, and keeps what was done; an action that a limit put off was not.
 *
 * @throws RetryLater when what must succeed did not
 */
async function carryOut(
  { github, changes, commands }: ChangePorts,
  installationId: number,
  observation: ObservedAtGitHub,
  plan: {
    readonly actions: readonly ChangeAction[];
    readonly asked: RequestedReviewers;
    /** Null where nothing was decided. */
    readonly decisionSeq: number | null;
  },
): Promise<readonly ActionOutcome[]> {
  const { actions, asked, decisionSeq } = plan;
  if (actions.length === 0) return [];
  const { repository, number, headSha } = observation.observed;
  const outcomes = await github.actOnChange(installationId, observation, actions);
  const done = outcomes.filter(({ notBeforeMs }) => notBeforeMs === undefined);
  const asking = actions.find((action) => action.kind === "request-reviews");
  // Also when it failed: a team without access to the repository is not asked at every event.
  if (asking !== undefined && done.some(({ action }) => action === asking.kind)) {
    await changes.noteAsked(repository, number, headSha, joinReviewers(asked, asking));
  }
  const answering = actions.find((action) => action.kind === "answer-commands");
  // Also when it failed: a comment that is gone, or a locked conversation, can't be answered later either.
  if (answering !== undefined && done.some(({ action }) => action === answering.kind)) {
    await commands.noteAnswered(answering.answers.map(({ name }) => name));
  }
  if (done.length > 0 && decisionSeq !== null) {
    await changes.recordOutcome(repository, number, { decisionSeq, outcomes: done });
  }
  throwIfUnfinished(done);
  return outcomes;
}

/** A decided check stands until the clock changes it; one that waits is refreshed before GitHub gives it up. */
function momentsToDecide(
  { verdict, decideAgainAt }: ChangeDecision,
  nowMs: number,
): readonly number[] {
  return [
    ...(verdict === "waiting" ? [nowMs + refreshAfterMs] : []),
    ...(decideAgainAt === null ? [] : [Date.parse(decideAgainAt)]),
  ];
}

function momentsOf(outcomes: readonly ActionOutcome[]): readonly number[] {
  return outcomes.flatMap(({ notBeforeMs }) => notBeforeMs ?? []);
}

function earliest(momentsMs: readonly number[]): number | null {
  return momentsMs.length === 0 ? null : Math.min(...momentsMs);
}

/** An event can arrive before GitHub shows what it is about: a change that was never seen is looked for a few times more. */
async function forgetGone(
  changes: ChangeStore,
  { repository, number }: ChangeKey,
  attempts: number,
): Promise<void> {
  const isNew = (await changes.lastLook(repository, number)) === null;
  if (isNew && attempts < mostLooksForNew) {
    throw new RetryLater("GitHub does not show the pull request yet.");
  }
  await changes.forget(repository, number);
}

function joinReviewers(a: RequestedReviewers, b: RequestedReviewers): RequestedReviewers {
  return { users: [...a.users, ...b.users], teams: [...a.teams, ...b.teams] };
}

/**
 * The check is what holds the merge: without it the work is not done. Labels fail when two changes create the same one at once, and are there
 * at the next look. The other writes may be refused for good: they are attempted again at the next event.
 */
const mustSucceed: readonly ActionOutcome["action"][] = [
  "create-check-run",
  "update-check-run",
  "add-labels",
  "remove-labels",
];

function throwIfUnfinished(outcomes: readonly ActionOutcome[]): void {
  const failed = outcomes.find(
    ({ action, error }) => error !== null && mustSucceed.includes(action),
  );
  if (failed !== undefined) throw new RetryLater(`${failed.action} failed: ${failed.error}`);
}
