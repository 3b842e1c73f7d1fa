import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, passed, summaryOn, waiting } from "../support/seen.ts";

const hourMs = 3_600_000;

/** Without an event the server looks at its clock every few seconds only. */
const longestStoryMs = 90_000;

/** The next Friday noon in UTC: GitHub's clock stays where it is, so the story is not far from now. */
const friday = (() => {
  const noon = new Date();
  noon.setUTCHours(12, 0, 0, 0);
  noon.setUTCDate(noon.getUTCDate() + 1 + ((5 - noon.getUTCDay() - 1 + 7) % 7));
  return noon.getTime();
})();
const wallText = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const begins = friday + 3 * hourMs;
const ends = begins + 64 * hourMs;

const policy = `version: 1
approvals:
  low: [{ from: [write] }]
freezes:
  - name: weekend
    from: ${wallText(begins - 7 * 24 * hourMs)}
    to: ${wallText(ends - 7 * 24 * hourMs)}
    repeat: FREQ=WEEKLY;BYDAY=FR
    allow: { types: [emergency] }
`;

const frozen = `the freeze "weekend" to end, ${wallText(ends).replace("T", " ")} UTC`;

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  house.setClock(friday);
  shop = await openRepository(openAcme(house.github), "shop", { policy });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

test(
  "what was approved waits over the weekend and passes on Monday, without anybody doing anything",
  async () => {
    const pull = await shop.openPullRequest({
      author: "maria",
      files: { "src/basket.ts": "export const basket = [];\n" },
    });
    pull.review({ by: "jonas", state: "approve" });
    await house.settled();
    expect(checkOn(pull)).toEqual(passed("Low risk: approved by @jonas"));
    expect(summaryOn(pull)).toContain(
      `The freeze "weekend" begins on ${wallText(begins).replace("T", " ")} UTC`,
    );

    house.setClock(begins);
    await house.settled();
    expect(checkOn(pull)).toEqual(waiting(`Low risk: waits for ${frozen}`));
    expect(summaryOn(pull)).toContain("Nobody has to act: it ends by itself");

    house.setClock(ends - 60_000);
    await house.settled();
    expect(checkOn(pull)).toEqual(waiting(`Low risk: waits for ${frozen}`));

    house.setClock(ends);
    await house.settled();
    expect(checkOn(pull)).toEqual(passed("Low risk: approved by @jonas"));
  },
  longestStoryMs,
);

test(
  "what comes during the weekend waits for both, and nobody is bothered once it is approved",
  async () => {
    house.setClock(begins + hourMs);
    const pull = await shop.openPullRequest({
      author: "maria",
      files: { "src/voucher.ts": "export const voucher = 1;\n" },
    });
    await house.settled();
    expect(checkOn(pull)).toEqual(
      waiting(`Low risk: waits for 1 approval from someone with write access and ${frozen}`),
    );

    pull.review({ by: "jonas", state: "approve" });
    await house.settled();
    expect(checkOn(pull)).toEqual(waiting(`Low risk: waits for ${frozen}`));
    expect(commentsOn(pull)[0]).toContain("Nobody has to act");
  },
  longestStoryMs,
);
