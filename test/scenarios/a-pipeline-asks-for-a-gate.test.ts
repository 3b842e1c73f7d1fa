import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { GateAnswer } from "#core/gate/gate-answer.ts";
import { runGateWait } from "../../src/cli/gate-wait.ts";
import { RecordedIo } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { type GatedShop, gatePolicy, openGatedShop } from "../support/shop-with-gates.ts";

const token = "0123456789abcdef0123456789abcdef";

let house: House;
let gated: GatedShop;

beforeEach(async () => {
  house = await startHouse({ gateTokens: `jenkins=${token}` });
  gated = await openGatedShop(house, { policy: gatePolicy("{ production: {} }"), rules: [] });
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

async function ask(body: object) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const url = `${house.url}/api/v1/gates`;
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  await house.settled();
  const answer = GateAnswer.partial().parse(await response.json());
  const look = async () => (await fetch(`${url}/${answer.id}`, { headers })).json();
  return { status: response.status, answer, look };
}

async function tip() {
  return { repository: "acme/shop", sha: await gated.shop.sha(), environment: "production" };
}

test("a pipeline waits until somebody accepts what it deploys, and knows what it brings", async () => {
  const first = await gated.merge("approved");
  const asked = await ask(await tip());
  expect(asked).toMatchObject({ status: 202, answer: { state: "waiting" } });
  expect(await asked.look()).toMatchObject({
    state: "waiting",
    reasons: [{ missing: expect.stringContaining("a release-manager to accept") }],
  });
  first.comment("noah", "/release production");
  await house.settled();
  expect(await asked.look()).toMatchObject({ state: "released", retryAfterSeconds: 0 });

  const pull = await gated.merge("unapproved");
  const next = await ask({ ...(await tip()), idempotencyKey: "build-17" });
  expect(await next.look()).toMatchObject({
    state: "waiting",
    changes: [{ number: pull.number, author: "maria", approved: false }],
  });
  const again = await ask({ ...(await tip()), idempotencyKey: "build-17" });
  expect(again.answer.id).toBe(next.answer.id);
  const other = { ...(await tip()), environment: "staging", idempotencyKey: "build-17" };
  expect((await ask(other)).status).toBe(409);
});

test("sluice gate wait ends when the gate is released", async () => {
  const first = await gated.merge("approved");
  const { sha, environment } = await tip();
  const io = new RecordedIo({
    cwd: ".",
    env: { SLUICE_URL: house.url, SLUICE_GATE_TOKEN: token },
  });
  const waiting = runGateWait({ repo: "ACME/shop", sha, environment, timeout: "5m" }, io);
  await eventually(() => io.written.stderr.includes("accept"));
  expect(io.written.stderr).toContain("a release-manager to accept");
  first.comment("noah", "/release production");
  expect(await waiting).toBe(0);
});

test("a repository that the app does not reach is not known", async () => {
  const question = { ...(await tip()), repository: "acme/elsewhere" };
  expect((await ask(question)).status).toBe(404);
});
