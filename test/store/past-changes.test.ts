import { expect, test } from "@jest/globals";
import type { Account } from "#core/change/facts.ts";
import { askHistory } from "#core/history/history-question.ts";
import { MainlineMemory } from "#core/history/mainline-memory.ts";
import type { PastFacts } from "#core/history/past-change.ts";
import { personOfAddress } from "#core/history/person-of-address.ts";
import type { OwnFacts, RememberedChange } from "#core/history/remembered-change.ts";
import type { Store } from "#store/store.ts";
import { describeOnDatabase, describeOnEveryDatabase } from "../support/database.ts";
import { alice, bob, changeFacts, commitBy, fileChange } from "../support/facts.ts";
import { policyOf } from "../support/policy.ts";
import { seededRandom } from "../support/seeded-random.ts";

const shop = { owner: "acme", name: "shop" };
const day = 86_400_000;
const firstMs = Date.UTC(2026, 0, 1);
const ready = { completeFromMs: 0, atMs: 1 };
const policies = [policyOf({})];

function change(index: number, overrides: Partial<RememberedChange> = {}): RememberedChange {
  return {
    sha: index.toString(16).padStart(40, "0"),
    number: index,
    mergedAtMs: firstMs + index * day,
    facts: factsOf({ title: "fix: repair it" }),
    whole: true,
    observed: true,
    ...overrides,
  };
}

function factsOf(overrides: Parameters<typeof changeFacts>[0]): OwnFacts {
  const { history: _, ...facts } = changeFacts(overrides);
  return facts;
}

function withEdits(facts: OwnFacts): PastFacts {
  return { ...facts, files: facts.files.map((file) => ({ ...file, kind: "text", hunks: [] })) };
}

function account(id: number): Account {
  return { id, login: `u${id}`, kind: "user" };
}

function changes(count: number): readonly RememberedChange[] {
  return Array.from({ length: count }, (_, index) => change(index + 1));
}

function ask(store: Store, facts: OwnFacts = changeFacts(), atMs = firstMs + 100 * day) {
  return store.pastChanges.historyOf(shop, askHistory(facts, policies, atMs));
}

describeOnEveryDatabase("the history of a repository", (databases) => {
  test("is none before it is ready, and while hardly anything was merged", async () => {
    const store = await databases.open();
    expect(await ask(store)).toBeNull();
    await store.pastChanges.remember(shop, changes(9), { ready });
    expect(await ask(store)).toBeNull();
    const api = { owner: "acme", name: "api" };
    await store.pastChanges.remember(api, changes(10));
    expect(
      await store.pastChanges.historyOf(
        api,
        askHistory(changeFacts(), policies, firstMs + 100 * day),
      ),
    ).toBeNull();
    await store.pastChanges.remember(shop, changes(10));
    expect(await ask(store)).toMatchObject({ mergedChangesOfAuthor: 10, fixesOfHottestFile: 10 });
  });

  test("is the same repository's in whatever letters it is written, and nobody else's", async () => {
    const store = await databases.open();
    await store.pastChanges.remember({ owner: "Acme", name: "Shop" }, changes(10), { ready });
    await store.pastChanges.remember({ owner: "acme", name: "shop2" }, changes(20), { ready });
    expect(await ask(store)).toMatchObject({ mergedChangesOfAuthor: 10 });
  });

  test("holds a change once, however often and in whatever order it is told", async () => {
    const store = await databases.open();
    const told = changes(12);
    expect(await store.pastChanges.remember(shop, [...told, ...told], { ready })).toBe(12);
    expect(await store.pastChanges.remember(shop, told.toReversed())).toBe(0);
    expect(await ask(store)).toMatchObject({ mergedChangesOfAuthor: 12, fixesOfHottestFile: 12 });
  });

  test("takes what the server saw itself for what another way told, never the other way round", async () => {
    const store = await databases.open();
    const byBob = factsOf({ author: bob });
    const stranger = { ...alice, id: personOfAddress("someone@acme.example") };
    const byStranger = factsOf({
      author: stranger,
      commits: [commitBy(stranger)],
    });
    const told = changes(10).map((one) => ({ ...one, observed: false, facts: byStranger }));
    await store.pastChanges.remember(shop, told, { ready });
    expect(await store.pastChanges.knowledgeOf(shop, told[0]?.sha ?? "")).toBe("told");
    const seen = told.map((one) => ({ ...one, observed: true, facts: byBob }));
    expect(await store.pastChanges.remember(shop, seen)).toBe(10);
    expect(await store.pastChanges.remember(shop, told)).toBe(0);
    expect(await store.pastChanges.knowledgeOf(shop, told[0]?.sha ?? "")).toBe("observed");
    expect(await ask(store, byBob)).toMatchObject({ mergedChangesOfAuthor: 10, otherAuthors: 0 });
    expect(await ask(store, byStranger)).toMatchObject({ mergedChangesOfAuthor: 0 });
  });

  test("knows a person by address once GitHub says whose it is", async () => {
    const store = await databases.open();
    const stranger = {
      id: personOfAddress("alice@example.com"),
      login: "Alice",
      kind: "user",
    } as const;
    const facts = factsOf({ author: stranger, commits: [commitBy(stranger)] });
    await store.pastChanges.remember(
      shop,
      changes(10).map((one) => ({ ...one, facts })),
      { ready },
    );
    expect(await ask(store)).toMatchObject({
      mergedChangesOfAuthor: 10,
      familiarFiles: 1,
      otherAuthors: 0,
    });
    expect(await ask(store, changeFacts({ author: bob }))).toMatchObject({
      mergedChangesOfAuthor: 0,
      familiarFiles: 0,
      otherAuthors: 1,
    });
  });

  test("tells what was known at a time, not what came later", async () => {
    const store = await databases.open();
    await store.pastChanges.remember(shop, changes(30), {
      ready: { ...ready, completeFromMs: firstMs + 2 * day },
    });
    const at = (days: number) => ask(store, changeFacts(), firstMs + days * day);
    expect(await at(20)).toMatchObject({ mergedChangesOfAuthor: 19, fixesOfHottestFile: 19 });
    expect(await at(10)).toBeNull();
    expect(await at(2)).toBeNull();
  });

  test("says of a random mainline what following it change by change says", async () => {
    const store = await databases.open();
    const random = seededRandom(7);
    const accounts = [account(1), account(2), account(3), account(4)] as const;
    const path = () => `src/${random.below(12)}.ts`;
    const memory = new MainlineMemory([]);
    const told: RememberedChange[] = [];
    for (let index = 1; index <= 250; index++) {
      const author = random.oneOf(accounts);
      const [to, from, third] = [path(), path(), path()];
      const files =
        random.below(7) === 0 && to !== from
          ? [fileChange(to, { status: "renamed", previousPath: from })]
          : [...new Set([to, from, third])].map((name) => fileChange(name));
      const facts = factsOf({
        title: random.oneOf(["fix: a", "Revert b", "Add c"]),
        author,
        files,
        commits: [commitBy(random.oneOf(accounts)), commitBy(author)],
      });
      const next = change(index, { facts, mergedAtMs: firstMs + index * day });
      told.push(next);
      memory.remember({ ...next, message: "", facts: withEdits(facts) });
    }
    for (const batch of [told.slice(120), told.slice(0, 120)]) {
      await store.pastChanges.remember(shop, batch, { ready });
    }
    const nowMs = firstMs + 251 * day;
    for (let questions = 0; questions < 40; questions++) {
      const facts = factsOf({
        author: random.oneOf(accounts),
        commits: [commitBy(random.oneOf(accounts))],
        files: [...new Set([path(), path(), path()])].map((name) => fileChange(name)),
      });
      const { history } = memory.factsOf({ facts: withEdits(facts), mergedAtMs: nowMs });
      expect(await ask(store, facts, nowMs)).toEqual(history);
    }
  });
});

describeOnEveryDatabase("past changes", (databases) => {
  const own = (facts: OwnFacts, atMs: number) => askHistory(facts, policies, atMs);

  test("are given the latest first, each with its history at its time; those that can't be decided anew are counted", async () => {
    const store = await databases.open();
    const told = changes(15).map((one, index) => ({ ...one, whole: index !== 13 }));
    await store.pastChanges.remember(shop, told, { ready });
    const { changes: recent, unknown } = await store.pastChanges.recent(shop, 5, own);
    expect(
      recent.map(({ number, facts }) => [number, facts.history?.mergedChangesOfAuthor ?? null]),
    ).toEqual([
      [15, 14],
      [13, 12],
      [12, 11],
      [11, 10],
    ]);
    expect(unknown).toBe(1);
    const { history: _, ...facts } = recent[0]?.facts ?? changeFacts();
    expect(facts).toMatchObject({ title: "fix: repair it", author: alice });
  });

  test("of all repositories of an owner are given together", async () => {
    const store = await databases.open();
    await store.pastChanges.remember(shop, changes(3), { ready });
    await store.pastChanges.remember({ owner: "acme", name: "api" }, [change(4)], { ready });
    await store.pastChanges.remember({ owner: "acme2", name: "api" }, [change(5)], { ready });
    const { changes: recent } = await store.pastChanges.recent({ owner: "Acme" }, 3, own);
    expect(recent.map(({ repository, number }) => `${repository}#${number}`)).toEqual([
      "acme/api#4",
      "acme/shop#3",
      "acme/shop#2",
    ]);
  });

  test("are remembered together with how far the reading has come, or not at all", async () => {
    const store = await databases.open();
    expect(await store.pastChanges.progressOf(shop)).toBeNull();
    expect(await store.pastChanges.knowledgeOf(shop, change(1).sha)).toBe("no-history-kept");
    await store.pastChanges.begin(shop);
    expect(await store.pastChanges.knowledgeOf(shop, change(1).sha)).toBe("unknown");
    const progress = { branch: "main", cursor: "x", calls: 2, endedAtMs: null };
    const broken = change(2, { mergedAtMs: Number.NaN });
    await expect(
      store.pastChanges.remember(shop, [change(1), broken], { progress }),
    ).rejects.toThrow();
    expect(await store.pastChanges.progressOf(shop)).toMatchObject({ branch: null, calls: 0 });
    expect(await store.pastChanges.knowledgeOf(shop, change(1).sha)).toBe("unknown");
    await store.pastChanges.remember(shop, [change(1)], { progress });
    expect(await store.pastChanges.progressOf(shop)).toEqual(progress);
  });
});

describeOnDatabase("postgresql", "past changes", (databases) => {
  test("are kept by several processes at once", async () => {
    const place = await databases.fresh();
    const [one, other] = [await databases.open(place), await databases.open(place)];
    const told = changes(40);
    const counts = await Promise.all([
      one.pastChanges.remember(shop, told, { ready }),
      other.pastChanges.remember(shop, told.toReversed(), { ready }),
    ]);
    expect(counts.reduce((a, b) => a + b)).toBe(40);
    expect(await ask(one)).toMatchObject({ mergedChangesOfAuthor: 40 });
  });
});

describeOnEveryDatabase("first-timers of a release", (databases) => {
  const by = (author: Account) => factsOf({ author, commits: [] });
  const release = { shas: new Set([change(5).sha]), numbers: new Set([6]) };
  const people = [alice.id, bob.id, 77, 78].map((id) => ({ id, addresses: [] }));
  const past = [
    change(1, { facts: by(alice) }),
    change(5, { facts: by(bob) }),
    change(6, { facts: by(account(77)), sha: "f".repeat(40) }),
    change(7, { facts: by(alice) }),
  ];

  test("are those whose first change is in it, also if they go on afterwards", async () => {
    const { pastChanges } = await databases.open();
    await pastChanges.remember(shop, [...past, change(8, { facts: by(bob) })], { ready });
    expect(await pastChanges.firstTimers(shop, people, release)).toEqual(new Set([bob.id, 77]));
  });

  test.each([
    ["kept", []],
    ["known from its beginning", [{ completeFromMs: 1, atMs: 1 }]],
  ])("are not known where no past is %s", async (_name, states) => {
    const { pastChanges } = await databases.open();
    for (const state of states) await pastChanges.remember(shop, past, { ready: state });
    expect(await pastChanges.firstTimers(shop, people, release)).toBeNull();
  });

  test("are not known where an address alone is known of somebody, unless it is one of theirs", async () => {
    const { pastChanges } = await databases.open();
    const address = personOfAddress("bob@old.example");
    const unnamed = change(2, { facts: by(account(address)) });
    await pastChanges.remember(shop, [...past, unnamed], { ready });
    expect(await pastChanges.firstTimers(shop, people, release)).toBeNull();
    const named = [...people.slice(0, 1), { id: bob.id, addresses: [address] }];
    expect(await pastChanges.firstTimers(shop, named, release)).toEqual(new Set());
  });
});
