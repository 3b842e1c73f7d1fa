import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { RetryLater } from "#core/errors.ts";
import { askHistory } from "#core/history/history-question.ts";
import type { InstallationKey } from "#core/key.ts";
import type { PastAtGitHub } from "#reconcile/history-ports.ts";
import { beginHistory, reconcileHistory } from "#reconcile/reconcile-history.ts";
import { openStore, type Store } from "#store/store.ts";
import { changeFacts } from "../support/facts.ts";
import { policyOf } from "../support/policy.ts";

const day = 86_400_000;
const nowMs = Date.UTC(2026, 5, 1);

let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-history-"));
  store = await openStore({ databaseUrl: null, dataDir: folder });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A GitHub on which one pull request was merged each day, back to the beginning of time or for some days. */
function gitHubOf(
  days: number,
  look: { branch: string; controlled: boolean } | null = { branch: "main", controlled: true },
) {
  const asked: { cursor: string | null; size: number }[] = [];
  const github: PastAtGitHub = {
    lookAtPast: async () => look,
    async readMergedPage(_installation, _repository, { cursor, size }) {
      asked.push({ cursor, size });
      const from = Number(cursor ?? 0);
      const to = Math.min(days, from + size);
      const { history: _, ...facts } = changeFacts();
      const changes = Array.from({ length: to - from }, (_unused, index) => ({
        sha: `${from + index}`.padStart(40, "0"),
        number: from + index + 1,
        mergedAtMs: nowMs - (from + index + 1) * day,
        facts,
        whole: true,
        observed: false,
      }));
      return { changes, nextCursor: to < days ? `${to}` : null, reachesBackToMs: nowMs - to * day };
    },
    readPush: async () => null,
    readPolicyAt: async () => null,
  };
  return { github, asked };
}

/** Works on a repository's history until there is nothing left to do; gives what was marked then. */
async function readWhole(name: string, github: PastAtGitHub) {
  const marked: InstallationKey[] = [];
  const ports = {
    github,
    history: store.pastChanges,
    changes: { openDecided: async () => [7, 8] },
    markDirty: async (keys: readonly InstallationKey[]) => void marked.push(...keys),
  };
  const key = { kind: "history", repository: { owner: "acme", name } } as const;
  let turns = 0;
  for (let again: number | null = 0; again !== null && turns < 100; turns++) {
    again = (await reconcileHistory(ports, 5, key, { attempts: 0, nowMs })).againAtMs;
  }
  return { marked, turns };
}

async function historyOf(name: string, atMs = nowMs) {
  const question = askHistory(changeFacts(), [policyOf({})], atMs);
  return store.pastChanges.historyOf({ owner: "acme", name }, question);
}

test("a past is read to its end, and the open changes are decided anew", async () => {
  const { github, asked } = gitHubOf(60);
  const { marked } = await readWhole("shop", github);
  expect(asked.map(({ cursor }) => cursor)).toEqual([null, "25", "50"]);
  expect(await historyOf("shop")).toMatchObject({ mergedChangesOfAuthor: 60 });
  expect(marked.map(({ key }) => key)).toEqual(
    [7, 8].map((number) => ({
      kind: "change",
      repository: { owner: "acme", name: "shop" },
      number,
    })),
  );
  expect(await readWhole("shop", github)).toEqual({ marked: [], turns: 1 });
  expect(asked).toHaveLength(3);
});

test("no more than 20 calls are spent on a past, and it says nothing of the time before", async () => {
  const { github, asked } = gitHubOf(100_000);
  const { turns } = await readWhole("large", github);
  expect([turns, asked.length]).toEqual([20, 19]);
  expect(await historyOf("large")).toMatchObject({ mergedChangesOfAuthor: 19 * 25 });
  expect(await historyOf("large", nowMs - 19 * 25 * day)).toBeNull();
});

test.each([
  ["has no policy", { branch: "main", controlled: false }],
  ["is not there", null],
])("a repository that %s is left alone", async (_name, look) => {
  const { github, asked } = gitHubOf(60, look);
  await readWhole("other", github);
  expect(asked).toEqual([]);
  expect(await store.pastChanges.progressOf({ owner: "acme", name: "other" })).toBeNull();
});

test("a failure loses nothing, and after each fewer pull requests are asked for", async () => {
  const { github, asked } = gitHubOf(60);
  const ports = {
    github,
    history: store.pastChanges,
    changes: { openDecided: async () => [] },
    markDirty: async () => {},
  };
  const key = { kind: "history", repository: { owner: "acme", name: "slow" } } as const;
  const turn = (attempts: number) => reconcileHistory(ports, 5, key, { attempts, nowMs });
  await turn(0);
  const failing = { ...github, readMergedPage: async () => Promise.reject(new RetryLater("502")) };
  await expect(
    reconcileHistory({ ...ports, github: failing }, 5, key, { attempts: 0, nowMs }),
  ).rejects.toThrow("502");
  for (const attempts of [0, 1, 2, 3, 4, 50]) await turn(attempts);
  expect(asked.map(({ size }) => size)).toEqual([25, 10, 5, 2, 1, 1]);
  expect(asked.map(({ cursor }) => cursor)).toEqual([null, "25", "35", "40", "42", "43"]);
  expect(await historyOf("slow")).toBeNull();
});

test("a change under control begins a history once", async () => {
  const marked: InstallationKey[] = [];
  const ports = {
    history: store.pastChanges,
    markDirty: async (keys: readonly InstallationKey[]) => void marked.push(...keys),
  };
  const repository = { owner: "acme", name: "young" };
  await beginHistory(ports, 5, repository, nowMs);
  expect(marked).toEqual([{ installationId: 5, key: { kind: "history", repository } }]);
  await readWhole("young", gitHubOf(1, { branch: "main", controlled: false }).github);
  await beginHistory(ports, 5, repository, nowMs);
  expect(marked).toHaveLength(1);
});
