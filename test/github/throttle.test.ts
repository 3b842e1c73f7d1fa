import { describe, expect, test } from "@jest/globals";
import { RetryLater } from "#core/errors.ts";
import type { RequestCost } from "#github/request-cost.ts";
import { ContentsLimited, createThrottle } from "#github/throttle.ts";

const startMs = 1_000_000;
const read: RequestCost = { resource: "rest", points: 1, contents: 0 };
const write: RequestCost = { resource: "rest", points: 5, contents: 0 };
const query: RequestCost = { resource: "graphql", points: 1, contents: 0 };
const comment: RequestCost = { resource: "graphql", points: 5, contents: 1 };

/** A throttle with a clock that the test moves. */
function throttleAt(clock: { nowMs: number }) {
  const throttle = createThrottle(() => clock.nowMs);
  const spend = async (cost: RequestCost, times: number) => {
    for (let time = 0; time < times; time++) await throttle.run(cost, async () => {});
  };
  const refusal = async (cost: RequestCost) => {
    const error = await throttle.run(cost, async () => null).catch((caught: unknown) => caught);
    return error instanceof RetryLater ? error.notBeforeMs : error;
  };
  return { throttle, spend, refusal };
}

describe("a throttle", () => {
  test.each<[string, RequestCost, number]>([
    ["900 reads by REST", read, 900],
    ["180 writes by REST", write, 180],
    ["2,000 queries", query, 2_000],
    ["80 comments", comment, 80],
  ])("lets through %s in a minute, and more a minute later", async (_name, cost, most) => {
    const clock = { nowMs: startMs };
    const { spend, refusal } = throttleAt(clock);

    await spend(cost, most);
    expect(await refusal(cost)).toBe(startMs + 60_000);
    clock.nowMs = startMs + 60_000;
    expect(await refusal(cost)).toBeNull();
  });

  test("frees what was spent first, first", async () => {
    const clock = { nowMs: startMs };
    const { spend, refusal } = throttleAt(clock);
    await spend(read, 400);
    clock.nowMs += 10_000;
    await spend(read, 500);

    expect(await refusal(read)).toBe(startMs + 60_000);
    clock.nowMs = startMs + 60_000;
    await spend(read, 400);
    expect(await refusal(read)).toBe(startMs + 70_000);
  });

  test("lets through 500 comments in an hour", async () => {
    const clock = { nowMs: startMs };
    const { spend, refusal } = throttleAt(clock);
    for (let minute = 0; minute < 10; minute++) {
      await spend(comment, 50);
      clock.nowMs += 60_000;
    }

    expect(await refusal(comment)).toBe(startMs + 3_600_000);
  });

  test("says when only comments must wait: everything else still goes through", async () => {
    const { throttle, spend, refusal } = throttleAt({ nowMs: startMs });
    await spend(comment, 80);
    await expect(throttle.run(comment, async () => {})).rejects.toThrow(ContentsLimited);
    expect(await refusal({ ...comment, contents: 0 })).toBeNull();

    await spend(query, 1_595);
    await expect(throttle.run(comment, async () => {})).rejects.not.toThrow(ContentsLimited);
  });

  test("counts REST and GraphQL apart", async () => {
    const { spend, refusal } = throttleAt({ nowMs: startMs });
    await spend(read, 900);

    expect(await refusal(query)).toBeNull();
  });

  test.each([
    ["rest", startMs + 5_000, null],
    ["graphql", null, startMs + 5_000],
    ["all", startMs + 5_000, startMs + 5_000],
  ] as const)("sends nothing while %s is paused", async (resource, ofRest, ofGraphQL) => {
    const clock = { nowMs: startMs };
    const { throttle, refusal } = throttleAt(clock);
    throttle.pause(resource, startMs + 5_000);

    expect(await refusal(read)).toBe(ofRest);
    expect(await refusal(query)).toBe(ofGraphQL);
    clock.nowMs = startMs + 5_000;
    expect(await refusal(read)).toBeNull();
    expect(await refusal(query)).toBeNull();
  });

  test("a shorter pause does not end a longer one", async () => {
    const { throttle, refusal } = throttleAt({ nowMs: startMs });
    throttle.pause("all", startMs + 5_000);
    throttle.pause("all", startMs + 1_000);

    expect(await refusal(read)).toBe(startMs + 5_000);
  });

  test("has 20 requests under way at most; one that fails frees its place", async () => {
    const { throttle } = throttleAt({ nowMs: startMs });
    const failures: (() => void)[] = [];
    const started = Array.from({ length: 25 }, () =>
      throttle
        .run(read, () => new Promise((_, reject) => failures.push(() => reject(new Error("no")))))
        .catch(() => "failed"),
    );
    await settled();

    expect(failures).toHaveLength(20);
    for (const fail of failures.slice()) fail();
    await settled();
    expect(failures).toHaveLength(25);
    for (const fail of failures) fail();
    expect(await Promise.all(started)).toEqual(Array(25).fill("failed"));
  });
});

/** Waits until nothing more can happen by itself. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
