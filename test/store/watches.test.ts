import { expect, test } from "@jest/globals";
import { describeOnEveryDatabase } from "../support/database.ts";

const shop = { owner: "acme", name: "shop" };

describeOnEveryDatabase("watched environments", (databases) => {
  test("are watched from the moment at which a policy names them, and no more when none does", async () => {
    const clock = { nowMs: 1_000 };
    const { watches, ledger } = await databases.open({
      ...(await databases.fresh()),
      now: () => clock.nowMs,
    });
    const watch = async (...names: readonly string[]) => {
      clock.nowMs += 1_000;
      return Object.fromEntries(await watches.watch(shop, names));
    };
    expect(await watches.watched(shop)).toEqual(new Map());
    expect(await watch()).toEqual({});
    expect((await ledger.head()).seq).toBe(0);

    expect(await watch("production")).toEqual({ production: 3_000 });
    expect(await watch("production")).toEqual({ production: 3_000 });
    expect((await ledger.head()).seq).toBe(1);
    expect(await watch("eu-*", "production")).toEqual({ production: 3_000, "eu-*": 5_000 });
    expect(await watch("eu-*")).toEqual({ "eu-*": 5_000 });
    expect(await watch("production", "eu-*")).toEqual({ production: 7_000, "eu-*": 5_000 });
    expect(await watches.watched(shop)).toEqual(
      new Map([
        ["production", 7_000],
        ["eu-*", 5_000],
      ]),
    );
    expect(await watches.watched({ ...shop, name: "web" })).toEqual(new Map());
  });
});
