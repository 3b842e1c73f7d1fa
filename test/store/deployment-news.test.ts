import { expect, test } from "@jest/globals";
import { recordGate } from "#core/gate/gate-record.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { decidedGate } from "../support/decided-gate.ts";
import { gateNow, observedGate } from "../support/observed-gate.ts";

const shop = { owner: "acme", name: "shop" };
const line = { number: 12, place: "production", line: "**It waits.**" };

describeOnEveryDatabase("what pull requests are told of deployments", (databases) => {
  test("is told once, and again when it says something else", async () => {
    const { deploymentNews: news } = await databases.open();
    const other = { ...line, number: 13 };
    expect(await news.untold(shop, [line, other])).toEqual([line, other]);
    await news.noteTold(shop, [line]);
    expect(await news.untold(shop, [line, other])).toEqual([other]);
    const later = { ...line, line: "**It succeeded.**" };
    expect(await news.untold(shop, [later])).toEqual([later]);
    await news.noteTold(shop, [later, other]);
    expect(await news.untold(shop, [later, other])).toEqual([]);
    expect(await news.untold({ ...shop, name: "web" }, [later])).toEqual([later]);
    expect(await news.untold(shop, [{ ...later, place: "staging" }])).toHaveLength(1);
  });

  test("comes from the last decisions on the latest gates, the oldest first", async () => {
    const { gates, deploymentNews } = await databases.open();
    for (const [index, id] of ["a", "b", "c"].entries()) {
      const name = { kind: "gate-api", id } as const;
      const gate = { repository: shop, name, environment: "production" };
      await gates.open({ ...gate, requestedAtMs: gateNow + index, sha: id });
      for (const state of ["waiting", "released"] as const) {
        const record = { ...recordGate(observedGate(), decidedGate({}), gateNow), state };
        const data: JsonValue = JSON.parse(
          JSON.stringify({ ...record, facts: { ...record.facts, sha: id } }),
        );
        const answer = { state, reasons: [], changes: [], retryAfterSeconds: 0 };
        await gates.recordDecision({
          repository: shop,
          name,
          state,
          answer,
          data,
          substance: data,
        });
      }
    }
    const breached = { repository: shop, name: { kind: "gate-api", id: "c" } } as const;
    for (const because of ["not-started", "not-started"]) {
      await gates.recordEvent(breached, "gate.breached", { because });
    }
    const followed = await deploymentNews.recentGates(shop, "production", 2);
    expect(followed.map(({ record, breach }) => [record.state, record.facts.sha, breach])).toEqual([
      ["released", "b", null],
      ["released", "c", { because: "not-started" }],
    ]);
  });
});
