import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type House, startHouse } from "../support/house.ts";
import { type GatedShop, gatePolicy, openGatedShop, toldTo } from "../support/shop-with-gates.ts";

const open = "{ production: { firstDeployment: accept } }";

let house: House;

beforeEach(async () => {
  house = await startHouse();
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

async function openShop(policy: string | null): Promise<GatedShop> {
  const gated = await openGatedShop(house, { policy });
  await gated.merge("unapproved");
  return gated;
}

test("a repository without a policy: the job is held, and told why", async () => {
  const gated = await openShop(null);
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([expect.stringMatching(/^Waits for a policy: there is none/)]);
});

test("a policy that can't be read: the job is held until somebody rights it", async () => {
  const gated = await openShop(gatePolicy(open));
  const broken = { ".github/sluice.yml": "version: 1\nenvironment: {}\n" };
  await gated.shop.push("main", "tom", [{ files: broken }]);
  await house.settled();
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([
    expect.stringMatching(/^Waits for a valid policy of the repository/),
  ]);

  const righted = { ".github/sluice.yml": gatePolicy(open) };
  await gated.shop.push("main", "tom", [{ files: righted }]);
  await house.settled();
  expect(toldTo(run).at(-1)).toBe("approved");
});

test("a policy that only observes: the job is released, and told what it would wait for", async () => {
  const gated = await openShop(gatePolicy("{ production: {} }", "mode: observe\n"));
  const run = await gated.deploy();
  const [answer] = run.answers("production");
  expect(answer?.state).toBe("approved");
  expect(answer?.comment).toMatch(/only observes\. It would wait for a release-manager to accept/);
});

test("a delivery that names another place is answered at GitHub, and nothing is sent there", async () => {
  const visits: string[] = [];
  const elsewhere = createServer((request, response) => {
    visits.push(request.url ?? "");
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const { port } = elsewhere.address() as AddressInfo;
  const gated = await openShop(gatePolicy(open));

  house.github.webhooks.hold();
  const run = await gated.shop.startRun({ by: "jonas", jobs: [{ environment: "production" }] });
  house.github.webhooks.release((held) =>
    held.map((delivery) => {
      const callback = /"deployment_callback_url":"https?:\/\/[^/]+/;
      const there = `"deployment_callback_url":"http://127.0.0.1:${port}`;
      const body = delivery.body.replace(callback, there);
      const digest = createHmac("sha256", house.github.app.webhookSecret)
        .update(body)
        .digest("hex");
      return {
        ...delivery,
        body,
        headers: { ...delivery.headers, "x-hub-signature-256": `sha256=${digest}` },
      };
    }),
  );
  await house.settled();
  expect(toldTo(run)).toEqual(["approved"]);
  expect(visits).toEqual([]);
  await new Promise((resolve) => elsewhere.close(resolve));
});
