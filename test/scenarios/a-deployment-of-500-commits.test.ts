import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type House, startHouse } from "../support/house.ts";
import { type GatedShop, gatePolicy, openGatedShop, toldTo } from "../support/shop-with-gates.ts";

/** What its pull requests are told costs extra. */
const comments = ["graphql ReadDeploymentComments", "graphql TellDeployments"];

let house: House;
let gated: GatedShop;

beforeAll(async () => {
  house = await startHouse();
  gated = await openGatedShop(house, { policy: gatePolicy("{ production: {} }") });
  await gated.deployFirst();
});

afterAll(() => house.stop());

/** An approved pull request of many commits, merged as they are. */
async function mergeMany(name: string, count: number): Promise<void> {
  const commits = Array.from({ length: count }, (_, index) => ({
    message: `${name} ${index}`,
    files: { [`src/${name}.txt`]: `${index}\n` },
  }));
  const pull = await gated.shop.openPullRequest({ author: "maria", commits });
  await house.settled();
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  await pull.merge({ by: "tom", bypass: true });
  await house.settled();
}

test("a gate over 500 known commits is decided and answered with 12 calls", async () => {
  await mergeMany("one", 249);
  await mergeMany("other", 249);
  // The other deliveries of a deployment have the environment looked at again.
  for (const event of ["deployment", "deployment_status"]) house.github.webhooks.loseNext(event);
  house.github.traffic.forget();
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual(["approved"]);

  const calls = [...house.github.calls].filter(([route]) => !comments.includes(route));
  expect(new Map(calls)).toEqual(
    new Map([
      ["GET /repos/{owner}/{repo}/actions/runs/{run_id}", 1],
      ["graphql ReadControl", 2],
      ["graphql ReadDeployments", 2],
      ["GET /repos/{owner}/{repo}/compare/{basehead}", 5],
      ["graphql ReadUpdates", 1],
      ["POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule", 1],
    ]),
  );
});
