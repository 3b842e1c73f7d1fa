import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openStore, type Store } from "#store/store.ts";
import { rememberRepositories } from "../src/remember-repositories.ts";

let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-repositories-"));
  store = await openStore({ databaseUrl: null, dataDir: folder });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const minuteMs = 60_000;

/** How many histories are ready to be read at a time. */
async function readyAt(nowMs: number): Promise<number> {
  return (await store.queue.stats(nowMs)).ready;
}

test("the histories of many new repositories are read some at a time, those of known ones not again", async () => {
  const repositories = Array.from({ length: 25 }, (_, index) => ({
    id: index + 1,
    repository: { owner: "acme", name: `r${index}` },
    defaultBranch: "main",
  }));
  const remember = rememberRepositories(store, () => minuteMs);
  await remember(5, repositories.slice(0, 24));
  await remember(5, repositories);
  await remember(5, repositories);
  // The last came alone.
  expect(await readyAt(minuteMs)).toBe(11);
  expect(await readyAt(6 * minuteMs)).toBe(21);
  expect(await readyAt(11 * minuteMs)).toBe(25);
  expect((await store.queue.stats(0)).waiting).toBe(25);
});
