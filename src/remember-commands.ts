import type { CommandStore } from "#reconcile/ports.ts";
import type { Store } from "#store/store.ts";
import { recordedFacts } from "./recorded-facts.ts";

/** What the reconcilers keep of commands, kept in the store. */
export function rememberCommands(store: Store, now: () => number): CommandStore {
  const { commands, headArrivals } = store;
  return {
    openOf: (repository, number) => commands.openOf(repository, number),
    receive: (missed) => commands.receive(missed),
    recordHandled: (record) => commands.recordHandled(record),
    noteAnswered: (names) => commands.noteAnswered(names),
    recordOrder: (order) => commands.recordOrder(order),
    recordedOf: recordedFacts(store),
    headArrivalOf: (repository, number, headSha) =>
      headArrivals.arrivalOf(repository, number, headSha),
    noteHeadSeen(repository, number, headSha) {
      const head = { repository, number, headSha, cause: "seen" } as const;
      return headArrivals.note({ ...head, arrivedAtMs: now(), receivedAtMs: now() });
    },
  };
}
