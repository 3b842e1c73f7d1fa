import { generateKeyPairSync } from "node:crypto";
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
import { TerminalError } from "#core/errors.ts";
import { type Client, type Clients, createClients, type GitHubCall } from "#github/client.ts";
import { CredentialsRefused, Refused, translateError } from "#github/request-error.ts";
import {
  type ScriptedAnswer,
  type ScriptedServer,
  startScriptedServer,
} from "../support/scripted-server.ts";

const token = "ghs_secret";
const startMs = 1_700_000_000_000;
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** An Enterprise Server: REST under `/api/v3`. */
let gitHub: ScriptedServer;
let elsewhere: ScriptedServer;
let clock: { nowMs: number };
let calls: GitHubCall[];
let budgets: object[];
let client: Client;
/** The module that makes tokens shares requests under way by installation: each test has its own. */
let installationId = 0;

beforeAll(async () => {
  [gitHub, elsewhere] = [await startScriptedServer(), await startScriptedServer()];
});
beforeEach(() => {
  clock = { nowMs: startMs };
  calls = [];
  budgets = [];
  installationId += 1;
  client = connectAll().installation(installationId);
});
afterEach(() => {
  jest.useRealTimers();
  const unexpected = [...gitHub.unexpected, ...elsewhere.unexpected];
  gitHub.forget();
  elsewhere.forget();
  expect(unexpected).toEqual([]);
});
afterAll(async () => {
  await gitHub.stop();
  await elsewhere.stop();
});

function connectAll(): Clients {
  return createClients({
    appId: 1,
    privateKey,
    baseUrl: `${gitHub.url}/api/v3`,
    now: () => clock.nowMs,
    onCall: (call) => calls.push(call),
    onBudget: (installation, budget) => budgets.push({ installation, ...budget }),
  });
}

const tokenRoute = () => `POST /api/v3/app/installations/${installationId}/access_tokens`;

function grantToken(): void {
  const body = { token, expires_at: "2030-01-01T00:00:00Z", permissions: {} };
  gitHub.answer(tokenRoute(), { status: 201, body });
}

const maria = { status: 200, body: { login: "maria" } };
const answerUser = (answer: ScriptedAnswer) => gitHub.answer("GET /api/v3/users/maria", answer);
const answerGraphql = (answer: ScriptedAnswer) => gitHub.answer("POST /api/graphql", answer);
const readUser = () => client.request("GET /users/{username}", { username: "maria" });
/** How often GitHub was asked for something. */
const timesAsked = (asked: string) => gitHub.requests.filter(({ route }) => route === asked).length;
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe("a request", () => {
  test("is sent with the installation's token, and told by its template", async () => {
    grantToken();
    answerUser(maria);

    expect((await readUser()).data).toEqual({ login: "maria" });
    expect(gitHub.requests.at(-1)?.headers.authorization).toBe(`token ${token}`);
    expect(calls.map(({ route, status }) => [route, status])).toEqual([
      ["POST /app/installations/{installation_id}/access_tokens", 201],
      ["GET /users/{username}", 200],
    ]);
  });

  test("tells what the installation has left, refused or not, and not what the app has", async () => {
    const limits = (remaining: number) => ({
      "x-ratelimit-limit": "5000",
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-resource": "core",
      "x-ratelimit-reset": "1900000000",
    });
    gitHub.answer(tokenRoute(), {
      status: 201,
      body: { token, expires_at: "2030-01-01T00:00:00Z", permissions: {} },
      headers: limits(1),
    });
    answerUser({ ...maria, headers: limits(4_999) });
    answerUser({ status: 404, body: {}, headers: limits(4_998) });
    answerUser(maria);

    await readUser();
    await failure(readUser());
    await readUser();

    const of = {
      installation: installationId,
      resource: "core",
      limit: 5_000,
      resetAtMs: 1_900_000_000_000,
    };
    expect(budgets).toEqual([
      { ...of, left: 4_999 },
      { ...of, left: 4_998 },
    ]);
  });

  test("of GraphQL goes beside an Enterprise Server's REST, and is told by its operation", async () => {
    grantToken();
    answerGraphql({ status: 200, body: { data: { viewer: null } } });
    const query = "query Who { viewer { login } }";

    expect(await client.graphql(query, { a: 1 })).toEqual({ data: { viewer: null } });
    expect(gitHub.requests.at(-1)).toMatchObject({ body: { query, variables: { a: 1 } } });
    expect(calls.at(-1)?.route).toBe("GraphQL Who");
  });

  test("follows a redirect within the configured host", async () => {
    grantToken();
    answerUser(redirect(`${gitHub.url}/api/v3/user/7`, 301));
    gitHub.answer("GET /api/v3/user/7", maria);

    expect((await readUser()).data).toEqual({ login: "maria" });
  });

  test.each<[string, () => string]>([
    ["another port", () => `${elsewhere.url}/`],
    ["another name of the host", () => gitHub.url.replace("127.0.0.1", "localhost")],
  ])("follows no redirect to %s", async (_name, target) => {
    grantToken();
    answerUser(redirect(target()));

    expect(await failure(readUser())).toBeInstanceOf(TerminalError);
    expect(elsewhere.requests).toEqual([]);
    expect(gitHub.requests).toHaveLength(2);
  });

  test("that writes follows no redirect at all", async () => {
    grantToken();
    answerGraphql(redirect(`${gitHub.url}/api/v3/user/7`));

    expect(await failure(client.graphql("mutation M { a }", {}))).toBeInstanceOf(TerminalError);
    expect(gitHub.requests).toHaveLength(2);
  });
});

function redirect(location: string, status = 302): ScriptedAnswer {
  return { status, body: {}, headers: { location } };
}

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
      answerUser({ status, body, headers });

      expect(await failure(readUser())).toMatchObject({ name: "RetryLater", notBeforeMs: untilMs });
      const sent = calls.length;
      expect(await failure(readUser())).toMatchObject({ name: "RetryLater", notBeforeMs: untilMs });
      expect(calls).toHaveLength(sent);

      clock.nowMs = untilMs;
      answerUser(maria);
      expect((await readUser()).status).toBe(200);
    },
  );

  test("GraphQL's limit comes with status 200, and leaves REST alone", async () => {
    grantToken();
    answerGraphql({
      status: 200,
      body: { errors: [{ type: "RATE_LIMITED", message: "x" }] },
      headers: { ...exhausted, "x-ratelimit-resource": "graphql" },
    });
    answerUser(maria);

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
    answerUser({ ...maria, headers: exhausted });

    expect((await readUser()).status).toBe(200);
    expect(await failure(readUser())).toMatchObject({ notBeforeMs: startMs + 300_000 });
  });

  test.each([
    ["not found", 404],
    ["forbidden", 403],
    ["unprocessable", 422],
  ])("%s: for the asker to judge", async (_name, status) => {
    grantToken();
    answerUser({ status, body: { message: "no" } });

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
    gitHub.answer(tokenRoute(), { status, body: { message: said } });

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
    const clients = connectAll();
    const read = () =>
      clients.installation(installationId).request("GET /users/{username}", { username: "maria" });
    grantToken();
    answerUser(maria);
    await read();
    // Of a token that is seconds old, the module that makes it waits whether GitHub will accept it.
    jest.useFakeTimers({ advanceTimers: true, now: Date.now() + 60_000 });
    answerUser({ status: 401, body: { message: "Bad credentials" } });
    expect(await failure(read())).toBeInstanceOf(CredentialsRefused);
    grantToken();
    answerUser(maria);
    expect((await read()).data).toEqual({ login: "maria" });
    expect(timesAsked(tokenRoute())).toBe(2);
  });

  test("tells no token", async () => {
    grantToken();
    answerUser({ status: 422, body: { message: "no" } });

    const error = await failure(readUser());

    const { stack, cause } = error as Error;
    expect(
      `${error} ${stack} ${JSON.stringify([error, cause])} ${JSON.stringify(calls)}`,
    ).not.toContain(token);
  });
});

test("25 requests at once share one token and none waits for itself", async () => {
  grantToken();
  gitHub.answer("GET /api/v3/users/maria", maria, 25);

  const answers = await Promise.all(Array.from({ length: 25 }, readUser));

  expect(answers).toHaveLength(25);
  expect(calls.filter(({ route }) => route.endsWith("access_tokens"))).toHaveLength(1);
  expect(timesAsked(tokenRoute())).toBe(1);
});
