import { randomUUID } from "node:crypto";
import type { GateAnswer } from "#core/gate/gate-answer.ts";
import { isSameRepository } from "#core/key.ts";
import type { StoredGate } from "#store/gate-rows.ts";
import type { Store } from "#store/store.ts";
import type { GateDesk, GateRequest } from "#web/gate-api.ts";

/** Until a gate is looked at for the first time: that takes a moment. */
const firstAnswer: Omit<GateAnswer, "id"> = {
  state: "waiting",
  reasons: [
    {
      missing: "its first decision",
      whoCanResolve: "Nobody has to act: the change set is being read.",
    },
  ],
  changes: [],
  retryAfterSeconds: 2,
};

/** Where pipelines ask for gates: each is kept, and decided with the others of its environment. Answers come from what was decided last. */
export function gateDesk(store: Store, now: () => number): GateDesk {
  return {
    async open(request) {
      // As GitHub spells it.
      const known = await store.repositories.find(request.repository);
      if (known === null) return null;
      const { repository, installationId } = known;
      const { environment } = request;
      const gate = await store.gates.open({
        ...request,
        repository,
        name: { kind: "gate-api", id: randomUUID() },
        requestedAtMs: now(),
      });
      if (!isAbout(gate, { ...request, repository })) return "key-used-for-another-gate";
      const key = { kind: "environment", repository, environment } as const;
      await store.queue.markDirty([{ installationId, key }], now());
      return answerOf(gate);
    },
    async find(id) {
      const gate = await store.gates.findAsked(id);
      return gate && answerOf(gate);
    },
  };
}

function isAbout(gate: StoredGate, request: GateRequest): boolean {
  return (
    isSameRepository(gate.repository, request.repository) &&
    gate.sha === request.sha &&
    gate.environment === request.environment &&
    gate.component === request.component
  );
}

function answerOf({ name, answer }: StoredGate): GateAnswer {
  const id = name.kind === "gate-api" ? name.id : "";
  return { ...(answer ?? firstAnswer), id };
}
