import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { RetryLater } from "#core/errors.ts";
import { createGitHub } from "#github/github.ts";
import { reconcileChange } from "#reconcile/reconcile-change.ts";
import { openStore, type Store } from "#store/store.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { rememberChanges } from "../../src/remember-changes.ts";
import { rememberCommands } from "../../src/remember-commands.ts";
import { rememberMerges } from "../../src/remember-merges.ts";
import { rememberReleases } from "../../src/remember-releases.ts";

let dataDir: string;
let store: Store;
let local: LocalGitHub;
const repository = { owner: "acme", name: "shop" };

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sluice-reconcile-"));
  store = await openStore({ databaseUrl: null, dataDir });
  local = await startLocalGitHub();
  await local.organisation("acme").repository("shop");
});

afterAll(async () => {
  await store.close();
  await local.stop();
  await rm(dataDir, { recursive: true });
});

/** Works on a pull request that GitHub does not show. */
function reconcileMissing(number: number, attempts: number) {
  const github = createGitHub({
    appId: local.app.id,
    privateKey: local.app.privateKey,
    baseUrl: local.apiUrl,
    lastPusherOf: async () => null,
  });
  const ports = {
    github,
    changes: rememberChanges(store, Date.now),
    commands: rememberCommands(store, Date.now),
    history: store.pastChanges,
    merges: rememberMerges(store),
    ...rememberReleases(store),
    unauthorised: store.unauthorised,
    reviews: store.reviews,
    mergedChanges: store.mergedChanges,
    gates: store.gates,
    markDirty: store.queue.markDirty.bind(store.queue),
    confirmLease: () => {},
    webUrl: local.url,
  };
  const key = { kind: "change", repository, number } as const;
  return reconcileChange(ports, local.app.installationId, key, { attempts, nowMs: Date.now() });
}

test("a pull request that was never seen may not be readable yet: it is looked for again", async () => {
  await expect(reconcileMissing(7, 0)).rejects.toThrow(RetryLater);
  await expect(reconcileMissing(7, 3)).rejects.toThrow("does not show the pull request yet");
});

test("after some looks it is taken to be gone", async () => {
  expect(await reconcileMissing(7, 4)).toEqual({ againAtMs: null });
});

test("one that was seen before is gone at once, and forgotten", async () => {
  await store.changes.noteNotControlled({
    repository,
    number: 8,
    installationId: local.app.installationId,
    state: "open",
    headSha: "a".repeat(40),
    baseBranch: "main",
    updatedAt: "2026-03-01T09:00:00Z",
  });
  expect(await reconcileMissing(8, 0)).toEqual({ againAtMs: null });
  expect(await store.changes.lastLook(repository, 8)).toBeNull();
});
