import { digestDiff } from "#core/approval/digest-diff.ts";
import { summariseDecision } from "#core/change/summarise-decision.ts";
import type { ChangeStore } from "#reconcile/ports.ts";
import { subjectOfChange } from "#store/change-state.ts";
import type { Store } from "#store/store.ts";

/** What the reconcilers keep of changes, kept in the store. */
export function rememberChanges(store: Store, now: () => number): ChangeStore {
  return {
    recordDecision: (installationId, { observed, written, updatedAt }, decision) =>
      store.changes.recordDecision({
        repository: observed.repository,
        number: observed.number,
        installationId,
        state: observed.state,
        headSha: observed.headSha,
        baseBranch: observed.facts.baseBranch,
        verdict: decision.verdict,
        level: decision.level,
        diffDigest: digestDiff(observed.facts),
        updatedAt: timeToKnowBy(updatedAt, now()),
        requestedReviewers: written.requestedReviewers.users,
        data: summariseDecision(observed, decision),
      }),
    async recordOutcome(repository, number, { decisionSeq, outcomes }) {
      const data = { decision: decisionSeq, outcomes: outcomes.map((outcome) => ({ ...outcome })) };
      await store.changes.recordOutcome({ repository, number, data });
    },
    noteNotControlled: (installationId, { observed, updatedAt }) =>
      store.changes.noteNotControlled({
        repository: observed.repository,
        number: observed.number,
        installationId,
        state: observed.state,
        headSha: observed.headSha,
        baseBranch: observed.facts.baseBranch,
        updatedAt: timeToKnowBy(updatedAt, now()),
      }),
    askedFor: store.changes.askedFor.bind(store.changes),
    noteAsked: store.changes.noteAsked.bind(store.changes),
    openRequestsByReviewer: (installationId) =>
      store.changes.openRequestsByReviewer(installationId),
    async recordMergeGroup({ repository, branch, check, members }) {
      const [entry] = await store.ledger.append([
        {
          at: new Date(now()).toISOString(),
          kind: "merge-group.decided",
          subject: `${repository.owner}/${repository.name}@${check.headSha}`,
          data: {
            branch,
            conclusion: check.conclusion,
            members:
              members.kind === "unknown"
                ? null
                : members.members.map(({ number, decision }) => ({
                    change: subjectOfChange(repository, number),
                    verdict: decision.kind === "decided" ? decision.verdict : decision.kind,
                  })),
          },
        },
      ]);
      if (entry === undefined) throw new Error("the ledger gave no entry");
      return entry;
    },
    openDecided: (repository) => store.changes.openDecided(repository),
    lastLook: (repository, number) => store.changes.lastLook(repository, number),
    forget: (repository, number) => store.changes.forget(repository, number),
  };
}

/** GitHub's times are whole seconds, and its clock is not ours. */
const settlingMs = 10_000;

/** The time by which the sweep knows a change again: none while more may come with the same time, so that the next sweep looks once more. */
function timeToKnowBy(updatedAt: string, nowMs: number): string {
  return nowMs - Date.parse(updatedAt) < settlingMs ? "" : updatedAt;
}
