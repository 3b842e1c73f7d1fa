import { expect, test } from "@jest/globals";
import { measureDraft } from "../../bench/releases.ts";

test.each([
  ["50 pull requests on record", 50, true, 6],
  ["50 that are not", 50, false, 12],
  ["500 on record", 500, true, 10],
  ["500 that are not", 500, false, 20],
  ["5,000 on record", 5_000, true, 55],
  ["5,000 that are not", 5_000, false, 110],
])(
  "a release of %s is drafted with few calls",
  async (_name, commits, recorded, most) => {
    const { calls, total } = await measureDraft({ commits, recorded });
    expect(calls.get("POST /repos/{owner}/{repo}/releases")).toBe(1);
    expect(total).toBeLessThanOrEqual(most);
  },
  180_000,
);
