import { afterAll, expect, test } from "@jest/globals";
import { askHistory } from "#core/history/history-question.ts";
import { openStore, type Store } from "#store/store.ts";
import { runSeed } from "../../src/cli/seed-history.ts";
import { RecordedIo } from "../support/command.ts";
import { alice, bob, changeFacts, commitBy, fileChange } from "../support/facts.ts";
import { createGitHistory, removeGitHistories, temporaryFolder } from "../support/git-history.ts";
import { policyOf } from "../support/policy.ts";

afterAll(removeGitHistories);

const shop = { owner: "acme", name: "shop" };
const lines = (count: number) => "x\n".repeat(count);

/** Alice commits by a private address of GitHub's, Bob by his own. A file is moved on the way. */
const clone = createGitHistory([
  { author: ["Alice", "1+alice@users.noreply.github.com"], files: { "src/price.ts": lines(9) } },
  ...Array.from({ length: 10 }, (_, count) => ({
    message: `fix: the price (#${count + 1})`,
    author: ["Bob", "Bob@example.com"] as const,
    files: { "src/price.ts": lines(count + 10) },
  })),
  { message: "Move (#11)", files: { "src/price.ts": null, "src/tariff.ts": lines(19) } },
]);

async function seed(
  options: { seed?: string; json?: boolean; dataDir?: string; io?: RecordedIo } = {},
) {
  const { dataDir = temporaryFolder(), seed: name = "acme/shop", json } = options;
  const io = options.io ?? new RecordedIo({ cwd: clone, env: { DATA_DIR: dataDir } });
  const code = await runSeed(undefined, { seed: name, json }, io, 1);
  return { code, dataDir, ...io.written };
}

async function withStore<Result>(
  dataDir: string,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({ databaseUrl: null, dataDir });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** What the past says of a change to the moved file, three weeks after the history's beginning. */
function historyOf(dataDir: string, author: typeof alice) {
  const commits = [commitBy(author)];
  const facts = changeFacts({ author, commits, files: [fileChange("src/tariff.ts")] });
  const question = askHistory(facts, [policyOf({})], Date.UTC(2024, 0, 22));
  return withStore(dataDir, (store) => store.pastChanges.historyOf(shop, question));
}

test("a clone's mainline becomes the repository's history", async () => {
  const { code, stdout, stderr, dataDir } = await seed();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(
    "Remembered 12 changes of acme/shop (12 changes read).\n" +
      "1 author told by a no-reply address of GitHub's. Of 2 authors only the address is known:\n" +
      "their past counts as theirs once GitHub names their account for a commit with that address.\n",
  );
  expect(await historyOf(dataDir, alice)).toMatchObject({
    fixesOfHottestFile: 10,
    hottestFile: "src/tariff.ts",
    mergedChangesOfAuthor: 2,
  });
  expect(await historyOf(dataDir, bob)).toMatchObject({
    mergedChangesOfAuthor: 10,
    familiarFiles: 1,
  });
  expect(await historyOf(dataDir, { ...bob, id: 99, login: "carol" })).toMatchObject({
    mergedChangesOfAuthor: 0,
    familiarFiles: 0,
    otherAuthors: 3,
  });
});

test("doing it again changes nothing, and a program may ask", async () => {
  const { dataDir } = await seed();
  const { code, stdout } = await seed({ dataDir, json: true });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    repository: "acme/shop",
    read: 12,
    remembered: 0,
    people: { accounts: 1, addresses: 2 },
    whole: true,
  });
});

test("stopped before the end, the history is not asked yet", async () => {
  const dataDir = temporaryFolder();
  const io = new RecordedIo({ cwd: clone, env: { DATA_DIR: dataDir } });
  io.interrupt();
  const { code, stdout } = await seed({ dataDir, io });
  expect(code).toBe(130);
  expect(stdout).toContain("the history is not used yet. Run it again");
  expect(await historyOf(dataDir, alice)).toBeNull();
});

test.each([
  ["no repository", "shop", "--seed shop names no repository."],
  ["an address", "https://github.com/acme/shop", "names no repository."],
])("a name that is %s is refused", async (_name, name, message) => {
  const { code, stderr } = await seed({ seed: name });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain("--seed acme/shop");
});

test("another branch than the default one is refused", async () => {
  const dataDir = temporaryFolder();
  const progress = { branch: "trunk", cursor: null, calls: 1, endedAtMs: null };
  await withStore(dataDir, (store) => store.pastChanges.remember(shop, [], { progress }));
  const { code, stderr } = await seed({ dataDir });
  expect(code).toBe(2);
  expect(stderr).toBe(
    "main is checked out, but the default branch of acme/shop is trunk.\nCheck out trunk, or seed from a bare clone.\n",
  );
});
