import { expect, test } from "@jest/globals";
import type { GateName } from "#core/gate/gate-request.ts";
import { LedgerEntry } from "#core/ledger/entry.ts";
import type { NewGate } from "#store/gate-rows.ts";
import { describeOnEveryDatabase } from "../support/database.ts";

const shop = { owner: "acme", name: "shop" };
const job = (deploymentId: number): GateName => ({
  kind: "protection-rule",
  runId: 12,
  deploymentId,
});
const gate = (name: GateName, overrides: Partial<NewGate> = {}): NewGate => ({
  repository: shop,
  environment: "production",
  name,
  requestedAtMs: 1_000,
  ...overrides,
});
const answer = { state: "waiting", reasons: [], changes: [], retryAfterSeconds: 15 } as const;

describeOnEveryDatabase("gates", (databases) => {
  test("stand once, whatever the number of deliveries, the oldest first", async () => {
    const { gates } = await databases.open();
    await gates.note([gate(job(2), { requestedAtMs: 2_000 }), gate(job(1))]);
    await gates.note([gate(job(2), { requestedAtMs: 9_000 })]);
    await gates.note([gate(job(3), { environment: "staging" })]);

    const open = await gates.openAt(shop, "production");
    expect(open.map(({ name, requestedAtMs }) => [name, requestedAtMs])).toEqual([
      [job(1), 1_000],
      [job(2), 2_000],
    ]);
    expect(await gates.environmentsWaiting(shop)).toEqual(
      expect.arrayContaining(["production", "staging"]),
    );
  });

  test("are stored with the delivery that asks for them, once", async () => {
    const { deliveries, gates } = await databases.open();
    const record = {
      id: "d1",
      event: "deployment_protection_rule",
      action: "requested",
      installationId: 1,
      receivedAtMs: 7_000,
    };
    const { requestedAtMs: _, ...request } = gate(job(1));
    const work = { keys: [], pushes: [], commands: [], heads: [], gates: [request] };
    await deliveries.accept(record, work);
    await deliveries.accept(record, work);

    expect(await gates.openAt(shop, "production")).toMatchObject([
      { ...request, requestedAtMs: 7_000, state: "waiting", sha: null, isClosed: false },
    ]);
  });

  test("of the API are found again by their key and by their id", async () => {
    const { gates } = await databases.open();
    const asked = (id: string, key: string | null, askedBy = "jenkins") =>
      gates.open(
        gate({ kind: "gate-api", id }, { sha: "a".repeat(40), askedBy, idempotencyKey: key }),
      );
    const first = await asked("1", "build-7");
    const again = await asked("2", "build-7");
    const other = await asked("3", "build-7", "gitlab");
    const without = await asked("4", null);

    expect(again).toEqual(first);
    expect(other.name).toEqual({ kind: "gate-api", id: "3" });
    expect(without.name).toEqual({ kind: "gate-api", id: "4" });
    expect(await gates.findAsked("1")).toEqual(first);
    expect(await gates.findAsked("2")).toBeNull();
  });

  test("enter a decision in the ledger once, and remember the last one", async () => {
    const { gates, ledger } = await databases.open();
    await gates.note([gate(job(1))]);
    const record = { repository: shop, name: job(1), answer };
    const first = await gates.recordDecision({
      ...record,
      state: "waiting",
      data: { a: 1 },
      substance: { a: 1 },
    });
    const same = await gates.recordDecision({
      ...record,
      state: "waiting",
      data: { a: 1 },
      substance: { a: 1 },
    });
    const next = await gates.recordDecision({
      ...record,
      state: "released",
      data: { a: 2 },
      substance: { a: 2 },
    });

    expect(same).toEqual(first);
    expect(next.seq).toBe(first.seq + 1);
    const [stored] = await gates.openAt(shop, "production");
    expect(stored).toMatchObject({ state: "released", answer, ledger: next });
    const subjects: string[] = [];
    for await (const entry of ledger.read(1)) {
      const { kind, subject } = LedgerEntry.parse(entry);
      subjects.push(`${kind} ${subject}`);
    }
    expect(subjects).toEqual(Array(2).fill("gate.decided acme/shop:run/12/1"));
  });

  test("count their reports, and are left alone once they are closed", async () => {
    const { gates } = await databases.open();
    await gates.note([gate(job(1))]);
    await gates.noteFacts(
      { repository: shop, name: job(1) },
      { sha: "b".repeat(40), runAttempt: 2 },
    );
    await gates.noteReport(shop, job(1), "waits");
    await gates.noteReport(shop, job(1), "waits for Ines");
    await gates.noteReleased(shop, job(1));
    await gates.noteStarted(shop, job(1), 5_000);

    const [stored] = await gates.openAt(shop, "production");
    expect(stored).toMatchObject({
      sha: "b".repeat(40),
      runAttempt: 2,
      reports: 2,
      lastReport: "waits for Ines",
      startedAtMs: 5_000,
    });
    expect(stored?.releasedAtMs).not.toBeNull();

    await gates.close(shop, job(1));
    expect(await gates.openAt(shop, "production")).toEqual([]);
    expect(await gates.environmentsWaiting(shop)).toEqual([]);
    expect(await gates.askedSince(shop, "production", 0)).toHaveLength(1);
  });

  test("that succeeded are found however many others were released since", async () => {
    const { gates, ledger } = await databases.open();
    const about = { environments: ["production"], shas: ["5".repeat(40)] };
    const release = async (id: number, atMs: number | null, component: string | null = null) => {
      const sha = String(id % 10).repeat(40);
      await gates.note([gate(job(id), { sha, component })]);
      await gates.noteReleased(shop, job(id));
      const success = { repository: shop, name: job(id) };
      if (atMs !== null) await gates.noteSuccess(success, { atMs, lastAtMs: atMs });
    };
    await release(1, 10_000, "api");
    await release(5, 1_000);
    await release(2, 20_000);
    await release(3, 15_000);
    for (let id = 100; id < 300; id++) await release(id, null);

    const found = await gates.released(shop, about);
    const succeeded = found.filter(({ success }) => success !== null);
    expect(succeeded.map(({ name }) => name)).toEqual(
      expect.arrayContaining([job(1), job(2), job(5)]),
    );
    expect(succeeded).toHaveLength(3);
    expect(found.length).toBeLessThanOrEqual(203);
    expect(await gates.released(shop, { ...about, environments: ["staging"] })).toEqual([]);

    await gates.noteSuccess({ repository: shop, name: job(5) }, { atMs: 1_000, lastAtMs: 30_000 });
    const again = (await gates.released(shop, about)).flatMap(({ success }) => success ?? []);
    expect(again).toContainEqual({ atMs: 1_000, lastAtMs: 30_000 });
    let entries = 0;
    for await (const _ of ledger.read(1)) entries += 1;
    expect(entries).toBe(4);
  });
});
