import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import nock from "nock";
import { TerminalError } from "#core/errors.ts";
import { type Client, createClients } from "#github/client.ts";

/**
 * What depends on the address `api.github.com`, which no server of a test's own has. One request after the other, none with a short time
 * limit: when an answer of nock's meets a limit that has passed, Node's fetch throws where nobody can catch it.
 */

let client: Client;

beforeAll(() => {
  nock.disableNetConnect();
  const baseUrl = "https://api.github.com";
  client = createClients({ appId: 1, privateKey: "", token: "ghp_one", baseUrl, now: () => 0 }).app;
});

afterEach(() => {
  const missed = nock.pendingMocks();
  nock.cleanAll();
  expect(missed).toEqual([]);
});
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

test("REST stands at the root of github.com's API, and GraphQL beside it", async () => {
  const api = nock("https://api.github.com", { reqheaders: { authorization: "token ghp_one" } });
  api.get("/users/maria").reply(200, { login: "maria" });
  api.post("/graphql", { query: "query Q { a }", variables: {} }).reply(200, { data: { a: 1 } });

  const user = await client.request("GET /users/{username}", { username: "maria" });
  expect(user.data).toEqual({ login: "maria" });
  expect(await client.graphql("query Q { a }", {})).toEqual({ data: { a: 1 } });
});

test("no redirect leads from https to http: the token would be read on the way", async () => {
  nock("https://api.github.com")
    .get("/users/maria")
    .reply(302, {}, { location: "http://api.github.com/user/7" });

  const asked = client.request("GET /users/{username}", { username: "maria" });
  await expect(asked).rejects.toThrow(TerminalError);
  await expect(asked).rejects.toThrow("http://api.github.com");
});
