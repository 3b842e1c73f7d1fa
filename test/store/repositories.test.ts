import { expect, test } from "@jest/globals";
import type { KnownRepository } from "#store/repositories.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { changeKey } from "../support/keys.ts";

function repository(
  id: number,
  name: string,
  overrides: Partial<KnownRepository> = {},
): KnownRepository {
  const known = { id, installationId: 1, repository: { owner: "acme", name } };
  return { ...known, defaultBranch: "main", ...overrides };
}

describeOnEveryDatabase("known repositories", (databases) => {
  test("are listed by name, all or those of one installation", async () => {
    const { repositories } = await databases.open();
    const [shop, api] = [repository(1, "shop"), repository(2, "api", { installationId: 2 })];
    await repositories.upsert([shop, api]);
    expect(await repositories.list()).toEqual([api, shop]);
    expect(await repositories.list(2)).toEqual([api]);
  });

  test("are known by number: a new name or installation replaces the old one", async () => {
    const { repositories } = await databases.open();
    await repositories.upsert([repository(1, "shop")]);
    const renamed = repository(1, "store", { installationId: 2, defaultBranch: "trunk" });
    await repositories.upsert([renamed]);
    expect(await repositories.list()).toEqual([renamed]);
  });

  test("keep their default branch when a delivery does not tell it", async () => {
    const { repositories } = await databases.open();
    await repositories.upsert([repository(1, "shop")]);
    await repositories.upsert([repository(1, "shop", { defaultBranch: null })]);
    expect(await repositories.list()).toEqual([repository(1, "shop")]);
  });

  test("give way to another one that took their name", async () => {
    const { repositories } = await databases.open();
    await repositories.upsert([repository(1, "shop")]);
    await repositories.upsert([repository(2, "shop")]);
    expect(await repositories.list()).toEqual([repository(2, "shop")]);
  });

  test("may exchange their names", async () => {
    const { repositories } = await databases.open();
    await repositories.upsert([repository(1, "shop"), repository(2, "api")]);
    await repositories.upsert([repository(1, "api"), repository(2, "shop")]);
    expect(await repositories.list()).toEqual([repository(1, "api"), repository(2, "shop")]);
  });

  test("may be thousands", async () => {
    const { repositories } = await databases.open();
    const many = Array.from({ length: 2_500 }, (_, index) => repository(index + 1, `r${index}`));
    await repositories.upsert(many);
    expect(await repositories.list()).toHaveLength(2_500);
    await repositories.remove(many.map(({ id }) => id));
    expect(await repositories.list()).toEqual([]);
  });

  test("can be removed", async () => {
    const { repositories } = await databases.open();
    await repositories.upsert([repository(1, "shop"), repository(2, "api")]);
    await repositories.remove([2, 3]);
    await repositories.remove([]);
    expect(await repositories.list()).toEqual([repository(1, "shop")]);
  });
});

describeOnEveryDatabase("the sweep", (databases) => {
  test("takes the repository swept longest ago first, never swept ones before all", async () => {
    const { repositories } = await databases.open();
    const [shop, api, web] = [repository(1, "shop"), repository(2, "api"), repository(3, "web")];
    await repositories.upsert([shop, api, web]);
    await repositories.noteSwept(shop, 2_000, '"etag"');
    await repositories.noteSwept(api, 1_000);
    expect(await repositories.toSweep(10)).toEqual([
      { ...web, sweptAtMs: 0, etag: null },
      { ...api, sweptAtMs: 1_000, etag: null },
      { ...shop, sweptAtMs: 2_000, etag: '"etag"' },
    ]);
    expect(await repositories.toSweep(1)).toHaveLength(1);
  });

  test("remembers a sweep when the repository is told of again", async () => {
    const { repositories } = await databases.open();
    await repositories.upsert([repository(1, "shop")]);
    await repositories.noteSwept(repository(1, "shop"), 1_000);
    await repositories.upsert([repository(1, "shop")]);
    expect(await repositories.toSweep(1)).toMatchObject([{ sweptAtMs: 1_000 }]);
  });

  test("leaves out suspended installations, not unknown ones", async () => {
    const { repositories } = await databases.open();
    await repositories.upsertInstallation({ id: 1, account: "acme", state: "suspended" });
    await repositories.upsert([repository(1, "shop"), repository(2, "api", { installationId: 2 })]);
    expect(await repositories.toSweep(10)).toMatchObject([{ id: 2 }]);
    await repositories.upsertInstallation({ id: 1, account: "acme", state: "active" });
    expect(await repositories.toSweep(10)).toHaveLength(2);
  });
});

describeOnEveryDatabase("an installation", (databases) => {
  test("is listed as told last", async () => {
    const { repositories } = await databases.open();
    await repositories.upsertInstallation({ id: 1, account: "acme", state: "active" });
    await repositories.upsertInstallation({ id: 1, account: "acme-inc", state: "suspended" });
    const expected = { id: 1, account: "acme-inc", state: "suspended" };
    expect(await repositories.installations()).toEqual([expected]);
  });

  test("that is removed takes its repositories and its work with it", async () => {
    const { repositories, queue } = await databases.open();
    await repositories.upsertInstallation({ id: 1, account: "acme", state: "active" });
    const other = repository(2, "api", { installationId: 2 });
    await repositories.upsert([repository(1, "shop"), other]);
    await queue.markDirty([changeKey(1, 1), changeKey(1, 2)], 1_000);
    await repositories.removeInstallation(1);
    expect(await repositories.installations()).toEqual([]);
    expect(await repositories.list()).toEqual([other]);
    expect(await queue.stats(1_000)).toMatchObject({ ready: 1 });
  });

  test("of which nothing but work is known is found by its work", async () => {
    const { repositories, queue } = await databases.open();
    await repositories.upsertInstallation({ id: 1, account: "acme", state: "active" });
    await queue.markDirty([changeKey(1, 3), changeKey(2, 3), changeKey(1, 2)], 1_000);
    expect(await repositories.installationsWithKeys()).toEqual([2, 3]);
  });
});
