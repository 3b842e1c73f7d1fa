import { LRUCache } from "lru-cache";
import type { Budget } from "./read-budget.ts";

/** What an installation has left of its scarcest resource: a share of an hour's calls (0 to 1), and when the next hour begins. */
export type BudgetLeft = { readonly share: number; readonly resetAtMs: number };

/** What installations have left, as GitHub told it last. */
export type Budgets = {
  note(installationId: number, budget: Budget): void;
  /** Null where GitHub told nothing of the hour that is running. */
  leftOf(installationId: number): BudgetLeft | null;
};

/** As many installations as there are clients. */
const keptInstallations = 1_000;

/** Nothing is known at first. `now` is the clock, milliseconds since the epoch. */
export function createBudgets(now: () => number): Budgets {
  const told = new LRUCache<number, Map<string, BudgetLeft>>({ max: keptInstallations });
  return {
    note(installationId, { resource, left, limit, resetAtMs }) {
      const of = told.get(installationId) ?? new Map<string, BudgetLeft>();
      told.set(installationId, of);
      of.set(resource, { share: limit === 0 ? 0 : left / limit, resetAtMs });
    },
    leftOf(installationId) {
      const running = [...(told.get(installationId)?.values() ?? [])].filter(
        ({ resetAtMs }) => resetAtMs > now(),
      );
      const [scarcest = null] = running.sort((a, b) => a.share - b.share);
      return scarcest;
    },
  };
}
