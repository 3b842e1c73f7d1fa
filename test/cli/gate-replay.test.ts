import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { recordGate } from "#core/gate/gate-record.ts";
import type { ObservedGate } from "#core/gate/observed-gate.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import { openStore, type Store } from "#store/store.ts";
import { type GateReplayOptions, runGateReplay } from "../../src/cli/gate-replay.ts";
import { RecordedIo } from "../support/command.ts";
import { decidedGate, gateEligibility } from "../support/decided-gate.ts";
import { expectGolden } from "../support/golden.ts";
import { compared, gateChange, gateNow, hourMs, observedGate } from "../support/observed-gate.ts";

const policy = `version: 1
environments:
  production:
    windows: [{ days: [Mon, Tue, Wed, Thu], from: '09:00', to: '16:00', timeZone: Europe/Berlin }]
    after: { environment: staging, soak: 2h }
    rollback: hold
`;

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-replay-"));
  // The server: it is open while the command runs.
  store = await openStore({ databaseUrl: null, dataDir: join(folder, "data") });
  writeFileSync(join(folder, "new.yml"), policy);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const commits = ["1", "2", "3"].map((digit) => digit.repeat(40));
const [first = "", second = "", third = ""] = commits;
const staged = { environment: "staging", component: null, atMs: gateNow - 24 * hourMs };

/** Three ways forward to production, the last of them on a Thursday evening, the way back from it, and what waited. */
async function seedGates(): Promise<void> {
  await seed("run/1/1", { sha: first, successes: [staged], added: [gateChange(12)] }, 0);
  await seed("run/2/2", { sha: second, added: [gateChange(13)] }, 1);
  await seed("run/3/3", { sha: third, added: [gateChange(14)] }, 7);
  const back = compared("behind", { sha: third });
  const ranHere = { environment: "production", component: null, atMs: gateNow };
  await seed("api/b", { sha: first, baseline: back, added: [], successes: [staged, ranHere] }, 9);
  const web = { owner: "acme", name: "web" };
  await seed("run/4/4", { repository: web, environment: "staging" }, 10, web.name);
  await seed("run/5/5", { added: [gateChange(15, { verdict: "waiting" })] }, 11);
}

async function seed(
  name: string,
  situation: Partial<ObservedGate>,
  hours: number,
  repository = "shop",
): Promise<void> {
  const observed = observedGate({ eligibility: gateEligibility, ...situation });
  const atMs = gateNow + hours * hourMs;
  const record = recordGate(observed, decidedGate(situation), atMs);
  const data: JsonValue = JSON.parse(JSON.stringify(record));
  const at = new Date(atMs).toISOString();
  await store.ledger.append([
    { at, kind: "gate.decided", subject: `acme/${repository}:${name}`, data },
  ]);
}

async function replay(options: Partial<GateReplayOptions> = {}) {
  const io = new RecordedIo({ cwd: folder, env: { DATA_DIR: "data" } });
  const code = await runGateReplay({ policy: "new.yml", ...options }, io);
  return { code, ...io.written };
}

describe("a replay of the server's gates", () => {
  test("says what the proposed policy would have held, and what of it was rolled back", async () => {
    await seedGates();
    const { code, stdout, stderr } = await replay();
    expect([code, stderr]).toEqual([0, ""]);
    expectGolden("cli/gate-replay.txt", stdout);
  });

  test("says the same to programs", async () => {
    await seedGates();
    const { code, stdout } = await replay({ json: true });
    expect(code).toBe(0);
    expectGolden("cli/gate-replay.json", stdout);
  });

  test("adds freezes to the policy's own", async () => {
    await seedGates();
    writeFileSync(join(folder, "new.yml"), "version: 1\n");
    const freeze = ["production:2026-11-19T12:30/2026-11-19T18:00", "stag*:2026-11-19/2026-11-21"];
    const { stdout } = await replay({ freeze, json: true });
    const { held } = JSON.parse(stdout);
    expect(held.map((one: { sha: string; reasons: unknown }) => one.reasons)).toEqual([
      [
        {
          kind: "freeze",
          missing: 'the freeze "--freeze production" to end, Thursday 2026-11-19 18:00 UTC',
        },
      ],
      [
        {
          kind: "freeze",
          missing: 'the freeze "--freeze stag*" to end, Saturday 2026-11-21 00:00 UTC',
        },
      ],
    ]);
  });

  test("asks about one repository where it is told to", async () => {
    await seedGates();
    const { stdout } = await replay({ repo: "acme/web", json: true });
    expect(JSON.parse(stdout)).toMatchObject({ replayed: 1, held: [] });
  });

  test("finds nothing to replay in a young ledger", async () => {
    const { code, stdout } = await replay();
    expect([code, stdout]).toEqual([
      0,
      "No gate has been released yet: there is nothing to replay.\n",
    ]);
  });

  test("says which entries it could not read", async () => {
    await seedGates();
    await store.ledger.append([
      { at: "2026-11-20T12:00:00.000Z", kind: "gate.decided", subject: "x", data: {} },
    ]);
    const { stdout } = await replay();
    expect(stdout).toContain("1 entry of the ledger could not be read as gates.");
  });

  test("shows the problems of a policy that can't be used", async () => {
    writeFileSync(join(folder, "new.yml"), "version: 1\nenvironment: {}\n");
    const { code, stderr } = await replay();
    expect(code).toBe(1);
    expect(stderr).toContain("new.yml:2:1: environment: ");
  });

  test.each<[string, Partial<GateReplayOptions>, string]>([
    ["there is no such file", { policy: "old.yml" }, "The policy old.yml can't be read"],
    [
      "a freeze has no end",
      { freeze: ["production:2026-11-19"] },
      "--freeze production:2026-11-19 is no freeze.",
    ],
    ["a freeze ends before it begins", { freeze: ["p:2026-11-19/2026-11-18"] }, "is no freeze."],
    ["a freeze has no day", { freeze: ["p:2026-11-19/2026-11-31"] }, "is no freeze."],
    ["a repository has no owner", { repo: "shop" }, "--repo shop names no repository."],
  ])("ends with 2 when %s", async (_name, options, message) => {
    const { code, stdout, stderr } = await replay(options);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });
});
