import type { MergeStore } from "#reconcile/after-merge-ports.ts";
import type { Store } from "#store/store.ts";

/** What the reconcilers keep of merges, kept in the store. */
export function rememberMerges({ judgedMerges, changes }: Store): MergeStore {
  return {
    judgementOf: judgedMerges.judgementOf.bind(judgedMerges),
    note: judgedMerges.note.bind(judgedMerges),
    explainPush: judgedMerges.explainPush.bind(judgedMerges),
    isMerge: judgedMerges.isMerge.bind(judgedMerges),
    decidedLast: changes.decidedLast.bind(changes),
  };
}
