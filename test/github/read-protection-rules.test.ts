import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type Client, createClients } from "#github/client.ts";
import { hasProtectionRule, listEnvironments } from "#github/read-protection-rules.ts";
import { type ScriptedServer, startScriptedServer } from "../support/scripted-server.ts";

const shop = { owner: "acme", name: "shop" };
const ours = { id: 7, slug: "sluice" };
const other = { id: 8, slug: "guardian" };
const rulesRoute = "GET /repos/acme/shop/environments/eu%2Fprod/deployment_protection_rules";

let server: ScriptedServer;
let client: Client;

beforeEach(async () => {
  server = await startScriptedServer();
  const options = {
    appId: ours.id,
    privateKey: "",
    token: "t",
    baseUrl: server.url,
    now: Date.now,
  };
  client = createClients(options).app;
});

afterEach(async () => {
  expect(server.unexpected).toEqual([]);
  await server.stop();
});

function hasRule(): Promise<boolean | null> {
  return hasProtectionRule(client, shop, "eu/prod", {
    id: ours.id,
    readSlug: async () => ours.slug,
  });
}

type Rule = {
  readonly enabled: boolean;
  readonly app: { readonly id: number; readonly slug: string };
};

test.each<[string, readonly Rule[], boolean]>([
  ["there are none", [], false],
  ["it is there", [{ enabled: true, app: ours }], true],
  [
    "it is there beside another app's",
    [
      { enabled: true, app: other },
      { enabled: true, app: ours },
    ],
    true,
  ],
  ["it is there under another number", [{ enabled: true, app: { ...ours, id: 9 } }], true],
  [
    "the App has another name by now",
    [{ enabled: true, app: { ...ours, slug: "sluice-2" } }],
    true,
  ],
  ["it is disabled", [{ enabled: false, app: ours }], false],
  ["there is only another app's", [{ enabled: true, app: other }], false],
])("our rule in an environment: %s", async (_name, rules, expected) => {
  const body = { total_count: rules.length, custom_deployment_protection_rules: rules };
  server.answer(rulesRoute, { status: 200, body });
  expect(await hasRule()).toBe(expected);
});

test("an environment that is gone has lost no rule", async () => {
  server.answer(rulesRoute, { status: 404, body: { message: "Not Found" } });
  expect(await hasRule()).toBeNull();
});

test("an answer without the list tells nothing", async () => {
  server.answer(rulesRoute, { status: 200, body: { total_count: 0 } });
  expect(await hasRule()).toBeNull();
});

test("what GitHub can't answer now is not taken for a rule that is gone", async () => {
  server.answer(rulesRoute, { status: 502, body: { message: "Bad Gateway" } });
  await expect(hasRule()).rejects.toThrow();
});

test("a repository to which GitHub offers no environments has none", async () => {
  const route = "GET /repos/acme/shop/environments?per_page=100&page=1";
  server.answer(route, { status: 404, body: { message: "Not Found" } });
  expect(await listEnvironments(client, shop)).toEqual([]);
});
