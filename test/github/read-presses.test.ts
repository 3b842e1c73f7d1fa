import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { PendingCommand } from "#core/command/received-command.ts";
import { type Client, createClients } from "#github/client.ts";
import { keysOf } from "#github/event-to-keys.ts";
import { readPresses } from "#github/read-presses.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";

const headSha = "1a2b3c4".padEnd(40, "0");
const repository = { id: 42, name: "shop", owner: { login: "acme" } };
const sent = {
  action: "requested_action",
  installation: { id: 5 },
  repository,
  sender: { id: 9, login: "dora", type: "User" },
  requested_action: { identifier: "approve" },
  check_run: {
    name: "change control: main",
    head_sha: headSha,
    check_suite: { head_branch: "topic" },
    pull_requests: [{ number: 12, base: { ref: "main", repo: { id: 42 } } }],
  },
};

let local: LocalGitHub;
let app: Client;

beforeEach(async () => {
  local = await startLocalGitHub();
  const { id: appId, privateKey } = local.app;
  app = createClients({ appId, privateKey, baseUrl: local.apiUrl, now: Date.now }).app;
});

afterEach(() => local.stop());

let ids = 0;
/** What GitHub's record has of one attempt to deliver. */
function record(guid: string, payload: object, id: number = ++ids): void {
  local.webhooks.deliveries.push({
    ...{ id, guid, event: "check_run", action: "requested_action", redelivery: false },
    ...{ installation: null, repository: null, headers: {}, body: JSON.stringify(payload) },
    outcome: {
      ...{ deliveredAt: new Date().toISOString(), durationSeconds: 1, status: "OK" },
      ...{ statusCode: 202, responseHeaders: {}, responseBody: "" },
    },
  });
}

/** What the webhook said. */
function received(guid: string): PendingCommand {
  const [command] = keysOf({ name: "check_run", payload: sent }, "").commands;
  if (command === undefined) throw new Error("that is no press");
  const now = Date.now();
  return { ...command, name: { kind: "button", id: guid }, givenAtMs: now, receivedAtMs: now };
}

async function stateOf(guid: string) {
  return (await readPresses(app, [received(guid)])).get(guid);
}

test("a press is what GitHub says that it delivered", async () => {
  record("real", sent);
  expect(await stateOf("real")).toBe("intact");
  expect(await stateOf("another")).toBe("gone");
});

test.each([
  ["somebody else pressed", { sender: { id: 10, login: "dora", type: "User" } }],
  ["another button", { requested_action: { identifier: "reject" } }],
  ["on another commit", { check_run: { ...sent.check_run, head_sha: "f".repeat(40) } }],
  [
    "on another change",
    {
      check_run: {
        ...sent.check_run,
        pull_requests: [{ number: 13, base: { ref: "main", repo: { id: 42 } } }],
      },
    },
  ],
  ["in another repository", { repository: { ...repository, name: "other" } }],
  ["nothing was pressed", { action: "completed" }],
])("GitHub delivered under its id that %s", async (_name, other) => {
  record("forged", { ...sent, ...other });
  expect(await stateOf("forged")).toBe("edited");
});

test("a press is found among the thousand deliveries since, and further back it is not looked for", async () => {
  record("early", sent);
  for (let i = 0; i < 999; i++) record(`since ${i}`, { action: "completed" });
  expect(await stateOf("early")).toBe("intact");
  record("one more", { action: "completed" });
  expect(await stateOf("early")).toBe("gone");
});

test("two presses are looked for together: a call for the list, and one for each", async () => {
  record("one", sent);
  record("two", sent);
  const states = await readPresses(app, [received("one"), received("two")]);
  expect([...states]).toEqual([
    ["one", "intact"],
    ["two", "intact"],
  ]);
  expect([...local.calls]).toEqual([
    ["GET /app/hook/deliveries", 1],
    ["GET /app/hook/deliveries/{delivery_id}", 2],
  ]);
});

test("where nothing was pressed nothing is asked", async () => {
  expect(await readPresses(app, [])).toEqual(new Map());
  expect([...local.calls]).toEqual([]);
});
