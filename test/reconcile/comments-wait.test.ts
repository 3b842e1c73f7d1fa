import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { z } from "zod";
import { LedgerEntry } from "#core/ledger/entry.ts";
import { createGitHub } from "#github/github.ts";
import { reconcileChange } from "#reconcile/reconcile-change.ts";
import { openStore, type Store } from "#store/store.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { rememberChanges } from "../../src/remember-changes.ts";
import { rememberCommands } from "../../src/remember-commands.ts";
import { rememberMerges } from "../../src/remember-merges.ts";
import { rememberReleases } from "../../src/remember-releases.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { checkOn, commentsOn, waiting } from "../support/seen.ts";

const policy = "version: 1\napprovals: { low: [{ from: ['@acme/sre'] }] }\n";
const repository = { owner: "acme", name: "shop" };

let dataDir: string;
let store: Store;
let local: LocalGitHub;
let pull: PullRequestScenario;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sluice-reconcile-"));
  store = await openStore({ databaseUrl: null, dataDir });
  local = await startLocalGitHub();
  const shop = await openRepository(openAcme(local), "shop", { policy });
  pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
});

afterAll(async () => {
  await store.close();
  await local.stop();
  await rm(dataDir, { recursive: true });
});

/** The actions of each entry in the ledger that tells of some. */
async function actsInLedger(): Promise<readonly unknown[]> {
  const entries = await Array.fromAsync(store.ledger.read(), (entry) => LedgerEntry.parse(entry));
  const acted = entries.filter(({ kind }) => kind === "change.acted");
  return acted.map(({ data }) => Acted.parse(data).outcomes.map(({ action }) => action));
}

const Acted = z.object({ outcomes: z.array(z.object({ action: z.string() })) });

test("while comments are limited the check stands already; comment and request follow when they may", async () => {
  const clock = { nowMs: Date.now() };
  const { installationId } = local.app;
  const github = createGitHub({
    appId: local.app.id,
    privateKey: local.app.privateKey,
    baseUrl: local.apiUrl,
    lastPusherOf: async () => null,
    now: () => clock.nowMs,
  });
  const reconcile = () =>
    reconcileChange(
      {
        github,
        changes: rememberChanges(store, Date.now),
        commands: rememberCommands(store, Date.now),
        history: store.pastChanges,
        merges: rememberMerges(store),
        ...rememberReleases(store),
        ...rememberReleases(store),
        unauthorised: store.unauthorised,
        reviews: store.reviews,
        mergedChanges: store.mergedChanges,
        gates: store.gates,
        markDirty: store.queue.markDirty.bind(store.queue),
        confirmLease: () => {},
        webUrl: local.url,
      },
      installationId,
      { kind: "change", repository, number: pull.number },
      { attempts: 0, nowMs: clock.nowMs },
    );
  const observation = await github.observeChange(installationId, repository, pull.number);
  if (observation.kind === "gone") throw new Error("the pull request is gone");
  const remark = { kind: "create-comment", body: "One of many." } as const;
  await github.actOnChange(
    installationId,
    observation,
    Array.from({ length: 80 }, () => remark),
  );

  const notBeforeMs = clock.nowMs + 60_000;
  expect(await reconcile()).toEqual({ againAtMs: notBeforeMs });
  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @acme/sre"));
  expect(pull.labels).toEqual(["risk: low", "change: normal"]);
  expect(commentsOn(pull)).toEqual([]);
  expect(pull.requestedReviewers).toEqual([]);
  expect(await actsInLedger()).toEqual([["create-check-run", "add-labels"]]);

  expect(await reconcile()).toEqual({ againAtMs: notBeforeMs });
  expect(await actsInLedger()).toHaveLength(1);

  clock.nowMs = notBeforeMs;
  await reconcile();
  expect(commentsOn(pull)).toHaveLength(1);
  expect(pull.requestedReviewers).toEqual(["@sre"]);
  expect(local.unhandledRequests).toEqual([]);
});
