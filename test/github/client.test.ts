import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from "@jest/globals";
import nock from "nock";
import { TerminalError } from "#core/errors.ts";
import { type Client, type Clients, createClients, type GitHubCall } from "#github/client.ts";
import { CredentialsRefused, Refused, translateError } from "#github/request-error.ts";

const baseUrl = "https://github.example/api/v3";
const token = "ghs_secret";
const startMs = 1_700_000_000_000;
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

let clock: { nowMs: number };
let calls: GitHubCall[];
let client: Client;
/** The module that makes tokens shares requests under way by installation: each test has its own. */
let installationId = 0;

beforeAll(async () => {
  nock.restore();
  await loadFetch();
  nock.activate();
  nock.disableNetConnect();
});
beforeEach(() => {
  clock = { nowMs: startMs };
  calls = [];
  installationId += 1;
  client = connect(baseUrl);
});
afterEach(() => {
  jest.useRealTimers();
  nock.cleanAll();
});
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

function connect(url: string): Client {
  return connectAll(url).installation(installationId);
}

function connectAll(url: string): Clients {
  return createClients({
    appId: 1,
    privateKey,
    baseUrl: url,
    now: () => clock.nowMs,
    onCall: (call) => calls.push(call),
    timeoutMs: 200,
  });
}

function grantToken(): nock.Scope {
  return nock("https://github.example")
    .post(`/api/v3/app/installations/${installationId}/access_tokens`)
    .reply(201, { token, expires_at: "2030-01-01T00:00:00Z", permissions: {} });
}

const user = () => nock("https://github.example").get("/api/v3/users/maria");
const readUser = () => client.request("GET /users/{username}", { username: "maria" });
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe("a request", () => {
  test("is sent with the installation's token, and told by its template", async () => {
    grantToken();
    user().matchHeader("authorization", `token ${token}`).reply(200, { login: "maria" });

    expect((await readUser()).data).toEqual({ login: "maria" });
    expect(calls.map(({ route, status }) => [route, status])).toEqual([
      ["POST /app/installations/{installation_id}/access_tokens", 201],
      ["GET /users/{username}", 200],
    ]);
  });

  test("of GraphQL goes beside an Enterprise Server's REST, and is told by its operation", async () => {
    grantToken();
    nock("https://github.example")
      .post("/api/graphql", { query: "query Who { viewer { login } }", variables: { a: 1 } })
      .reply(200, { data: { viewer: null } });

    expect(await client.graphql("query Who { viewer { login } }", { a: 1 })).toEqual({
      data: { viewer: null },
    });
    expect(calls.at(-1)?.route).toBe("GraphQL Who");
  });

  test("follows a redirect within the configured host", async () => {
    grantToken();
    user().reply(301, {}, { location: "https://github.example/api/v3/user/7" });
    nock("https://github.example").get("/api/v3/user/7").reply(200, { login: "maria" });

    expect((await readUser()).data).toEqual({ login: "maria" });
  });

  test("follows no redirect to another host", async () => {
    grantToken();
    const foreign = nock("https://evil.example").get("/").reply(200, {});
    user().reply(302, {}, { location: "https://evil.example/" });

    const error = await failure(readUser());

    expect(error).toBeInstanceOf(TerminalError);
    expect(foreign.isDone()).toBe(false);
  });

  test("that writes follows no redirect at all", async () => {
    grantToken();
    nock("https://github.example")
      .post("/api/graphql")
      .reply(302, {}, { location: "https://github.example/api/v3/user/7" });

    expect(await failure(client.graphql("mutation M { a }", {}))).toBeInstanceOf(TerminalError);
  });
});

describe("a failed request", () => {
  const resetSeconds = startMs / 1_000 + 300;
  const exhausted = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${resetSeconds}` };
  test.each<[string, number, object, Record<string, string>, number]>([
    [
      "403 with retry-after",
      403,
      { message: "slow down" },
      { "retry-after": "30" },
      startMs + 30_000,
    ],
    ["429 with retry-after", 429, {}, { "retry-after": "7" }, startMs + 7_000],
    ["429 without more", 429, {}, {}, startMs + 60_000],
    [
      "an exhausted budget",
      403,
      { message: "API rate limit exceeded" },
      exhausted,
      startMs + 300_000,
    ],
    [
      "a secondary limit",
      403,
      { message: "You have exceeded a secondary rate limit." },
      {},
      startMs + 60_000,
    ],
    ["503 with retry-after", 503, {}, { "retry-after": "30" }, startMs + 30_000],
  ])(
    "%s: not before then, and nothing is sent meanwhile",
    async (_name, status, body, headers, untilMs) => {
      grantToken();
      user().reply(status, body, headers);

      expect(await failure(readUser())).toMatchObject({ name: "RetryLater", notBeforeMs: untilMs });
      const sent = calls.length;
      expect(await failure(readUser())).toMatchObject({ name: "RetryLater", notBeforeMs: untilMs });
      expect(calls).toHaveLength(sent);

      clock.nowMs = untilMs;
      user().reply(200, { login: "maria" });
      expect((await readUser()).status).toBe(200);
    },
  );

  test("GraphQL's limit comes with status 200, and leaves REST alone", async () => {
    grantToken();
    nock("https://github.example")
      .post("/api/graphql")
      .reply(
        200,
        { errors: [{ type: "RATE_LIMITED", message: "x" }] },
        { ...exhausted, "x-ratelimit-resource": "graphql" },
      );
    user().reply(200, { login: "maria" });

    expect(await failure(client.graphql("query Q { a }", {}))).toMatchObject({
      notBeforeMs: startMs + 300_000,
    });
    expect(await failure(client.graphql("query Q { a }", {}))).toMatchObject({
      notBeforeMs: startMs + 300_000,
    });
    expect((await readUser()).status).toBe(200);
  });

  test("the answer that uses the budget up still counts; the next request waits", async () => {
    grantToken();
    user().reply(200, { login: "maria" }, exhausted);

    expect((await readUser()).status).toBe(200);
    expect(await failure(readUser())).toMatchObject({ notBeforeMs: startMs + 300_000 });
  });

  test.each([
    ["not found", 404],
    ["forbidden", 403],
    ["unprocessable", 422],
  ])("%s: for the asker to judge", async (_name, status) => {
    grantToken();
    user().reply(status, { message: "no" });

    const error = await failure(readUser());

    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({
      status,
      message: `GitHub refused GET /users/{username} with status ${status}: no`,
    });
  });

  test.each<[string, number, string, string]>([
    ["uninstalled", 404, "Not Found", "The app is not installed there any more."],
    [
      "suspended",
      403,
      "This installation has been suspended",
      "The installation gives no access: This installation has been suspended",
    ],
  ])("an installation that was %s: never", async (_name, status, said, message) => {
    nock("https://github.example")
      .post(`/api/v3/app/installations/${installationId}/access_tokens`)
      .reply(status, { message: said });

    expect(await failure(readUser())).toEqual(new TerminalError(message));
  });

  test("refused credentials: a fault, since they may be accepted again", () => {
    const response = { status: 401, headers: {}, data: { message: "Bad credentials" } };
    const error = translateError(Object.assign(new Error(), { response }), "GET /app", startMs);
    expect(error).toBeInstanceOf(CredentialsRefused);
    expect(error).not.toBeInstanceOf(TerminalError);
    expect(error.message).toBe(
      "GitHub doesn't accept the app's credentials (GET /app): Bad credentials",
    );
  });

  test("a token that expired early: the next attempt asks for a new one", async () => {
    const clients = connectAll(baseUrl);
    const read = () =>
      clients.installation(installationId).request("GET /users/{username}", { username: "maria" });
    grantToken();
    user().reply(200, { login: "maria" });
    await read();
    // Of a token that is seconds old, the module that makes it waits whether GitHub will accept it.
    jest.useFakeTimers({ advanceTimers: true, now: Date.now() + 60_000 });
    user().reply(401, { message: "Bad credentials" });
    expect(await failure(read())).toBeInstanceOf(CredentialsRefused);
    const granted = grantToken();
    user().reply(200, { login: "maria" });
    expect((await read()).data).toEqual({ login: "maria" });
    expect(granted.isDone()).toBe(true);
  });

  test("tells no token", async () => {
    grantToken();
    user().reply(422, { message: "no" });
    grantToken();

    const error = await failure(readUser());

    const { stack, cause } = error as Error;
    expect(
      `${error} ${stack} ${JSON.stringify([error, cause])} ${JSON.stringify(calls)}`,
    ).not.toContain(token);
  });
});

test("25 requests at once share one token and none waits for itself", async () => {
  grantToken();
  nock("https://github.example")
    .get("/api/v3/users/maria")
    .times(25)
    .reply(200, { login: "maria" });

  const answers = await Promise.all(Array.from({ length: 25 }, readUser));

  expect(answers).toHaveLength(25);
  expect(calls.filter(({ route }) => route.endsWith("access_tokens"))).toHaveLength(1);
});

/** The first fetch of a process loads its parser meanwhile, which nock's answers don't wait for. */
async function loadFetch(): Promise<void> {
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}`);
  server.closeAllConnections();
  server.close();
}
