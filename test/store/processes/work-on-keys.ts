// Works on keys until it is killed. It prints when it began with each and, unless it is killed before, when it ended.
import { writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { openStore } from "#store/store.ts";
import { processArguments } from "../../support/child-process.ts";
import { databaseArgument } from "./arguments.ts";

const [location, owner, leaseMs] = processArguments();
const store = await openStore(databaseArgument(location));

for (;;) {
  const claimedMs = Date.now();
  const wish = { owner: String(owner), nowMs: claimedMs, leaseMs: Number(leaseMs), limit: 3 };
  const claims = await store.queue.claim(wish);
  const startedMs = Date.now();
  await Promise.all(
    claims.map(async (claimed) => {
      const { installationId, key, leaseToken: token } = claimed;
      const work = { installationId, key, token, claimedMs, startedMs };
      writeSync(1, `${JSON.stringify(work)}\n`);
      await delay(10 + Math.random() * 10);
      const endedMs = Date.now();
      // Before the key is free again: a process killed in between has ended its work all the same.
      writeSync(1, `${JSON.stringify({ ...work, endedMs })}\n`);
      const completed = await store.queue.complete(claimed, { againAtMs: null });
      writeSync(1, `${JSON.stringify({ ...work, endedMs, completed })}\n`);
    }),
  );
  if (claims.length === 0) await delay(5);
}
