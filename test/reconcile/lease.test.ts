import { describe, expect, test } from "@jest/globals";
import { RetryLater } from "#core/errors.ts";
import { createGitHub } from "#github/github.ts";
import { guardWrites, keepLease } from "#reconcile/lease.ts";

describe("the lease of a key", () => {
  const start = 1_000_000;

  test.each([
    ["at once", { afterMs: 0 }],
    ["as long as it is good for", { afterMs: 9_999 }],
    ["longer, when it was renewed meanwhile", { afterMs: 15_000, renewedAfterMs: 6_000 }],
  ])("holds %s", (_, { afterMs, renewedAfterMs }: Passage) => {
    expect(() => confirm({ afterMs, renewedAfterMs })).not.toThrow();
  });

  test.each([
    ["when it was not renewed for too long", { afterMs: 10_000 }],
    ["when the renewal is too long ago", { afterMs: 16_000, renewedAfterMs: 6_000 }],
    ["when somebody else has it", { afterMs: 1, isLost: true }],
    ["when the clock went back: nobody knows how long that was", { afterMs: -1 }],
  ])("does not hold %s", (_, passage: Passage) => {
    expect(() => confirm(passage)).toThrow(RetryLater);
  });

  type Passage = {
    readonly afterMs: number;
    readonly renewedAfterMs?: number | undefined;
    readonly isLost?: boolean;
  };

  function confirm({ afterMs, renewedAfterMs, isLost = false }: Passage): void {
    const lease = keepLease({ sinceMs: start, goodForMs: 10_000, now: () => start + afterMs });
    if (renewedAfterMs !== undefined) lease.renewedAt(start + renewedAfterMs);
    if (isLost) lease.lost();
    lease.confirm();
  }
});

test("without the lease nothing is written to GitHub, whatever the write is called", async () => {
  const github = createGitHub({
    appId: 1,
    privateKey: "none",
    baseUrl: "http://127.0.0.1:9",
    lastPusherOf: async () => null,
  });
  const guarded = guardWrites(github, () => {
    throw new RetryLater("not ours");
  });
  const isWrite = /^(act|add|answer|change|create|delete|label|open|revert|tell|update|write)/;
  const writes = Object.keys(github).filter((name) => isWrite.test(name));
  expect(writes.length).toBeGreaterThanOrEqual(10);
  const unguarded = writes.filter(
    (name) => Reflect.get(guarded, name) === Reflect.get(github, name),
  );
  expect(unguarded).toEqual([]);
});
