import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sign } from "@octokit/webhooks-methods";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed } from "../support/seen.ts";

const policy = `version: 1
standard:
  - { name: documentation, when: { onlyFiles: ['docs/**'] } }
`;

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
  await house.settled();
});

afterAll(() => house.stop());

type Sent = {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly event?: string;
  /** Signed with the App's own secret unless said otherwise. */
  readonly secret?: string;
};

async function deliver({
  body,
  event = "pull_request",
  secret = house.github.app.webhookSecret,
}: Sent) {
  const signature = await sign(secret, typeof body === "string" ? body : "bytes");
  const headers = {
    "content-type": "application/json",
    "x-github-delivery": crypto.randomUUID(),
    "x-github-event": event,
    "x-hub-signature-256": signature,
  };
  const response = await fetch(`${house.url}/api/github/webhooks`, {
    method: "POST",
    headers,
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** What GitHub would send of a pull request. */
function opened(number: unknown): string {
  const repository = { id: 1, name: "shop", owner: { login: "acme" }, full_name: "acme/shop" };
  const installation = { id: house.github.app.installationId };
  const pull_request = { number, base: { sha: "0".repeat(40) }, head: { sha: "1".repeat(40) } };
  return JSON.stringify({ action: "opened", number, pull_request, repository, installation });
}

describe("what is refused, with the reason", () => {
  test("a forged signature: 401", async () => {
    const answer = await deliver({ body: opened(1), secret: "a guess" });
    expect(answer).toEqual({ status: 401, text: expect.stringContaining("WEBHOOK_SECRET") });
  });

  test("26 MiB: 413", async () => {
    const answer = await deliver({ body: new Uint8Array(26 * 1024 * 1024) });
    expect(answer).toEqual({ status: 413, text: expect.stringContaining("25 MiB") });
  });

  test.each([
    ["half of a JSON text", '{"action":"opened","number":'],
    ["a form", "payload=%7B%7D"],
  ])("%s, though signed: 400", async (_name, body) => {
    const answer = await deliver({ body });
    expect(answer).toEqual({ status: 400, text: expect.stringContaining("JSON") });
  });
});

describe("what is accepted and asks for nothing", () => {
  test.each<[string, () => Sent]>([
    ["an event of the future", () => ({ event: "of_the_future", body: opened(1) })],
    ["an event that is called like a method", () => ({ event: "constructor", body: opened(1) })],
    ["a pull request whose number is none", () => ({ body: opened("; drop table dirty_key") })],
    ["JSON that is no object", () => ({ body: "null" })],
    ["an empty object", () => ({ body: "{}" })],
    ["deep nesting", () => ({ body: `${"[".repeat(5_000)}${"]".repeat(5_000)}` })],
    ["a number beyond all others", () => ({ body: opened(1e300) })],
  ])("%s: 202, and no call to GitHub", async (_name, sent) => {
    house.github.traffic.forget();
    expect((await deliver(sent())).status).toBe(202);
    await house.settled();
    expect([...house.github.calls]).toEqual([]);
  });

  test("a pull request that is not there: looked for some times, then forgotten", async () => {
    house.github.traffic.forget();
    expect((await deliver({ body: opened(4711) })).status).toBe(202);
    await house.settled();
    expect(house.github.calls.get("graphql ObserveChange")).toBe(5);
    expect(await house.metric(`sluice_queue_keys{state="waiting"}`)).toBe(0);
    expect(house.github.traffic.writes).toEqual([]);
  });
});

test("after all that the server decides as ever, and has set nothing aside", async () => {
  const docs = await shop.openPullRequest({ author: "maria", files: { "docs/a.md": "# A\n" } });
  await house.settled();
  expect(checkOn(docs)).toEqual(passed("Low risk: standard change, nothing to approve"));
  expect(await house.metric('sluice_queue_keys{state="dead"}')).toBe(0);
});
