import { beforeEach, expect, test } from "@jest/globals";
import fc from "fast-check";
import { pino } from "pino";
import type { GateAnswer } from "#core/gate/gate-answer.ts";
import { type GateDesk, type GateRequest, gateApi, isGateRequest } from "#web/gate-api.ts";

const token = "0123456789abcdef0123456789abcdef";
const sha = "5d6e7f8".padEnd(40, "0");
const question = { repository: "acme/shop", sha, environment: "production" };

const waiting: GateAnswer = {
  id: "gate-1",
  state: "waiting",
  reasons: [{ missing: "1 approval from @acme/sre", whoCanResolve: "Any member can give it." }],
  changes: [],
  retryAfterSeconds: 15,
};

let asked: GateRequest[];
let open: GateDesk["open"];

beforeEach(() => {
  asked = [];
  open = async (request) => {
    asked.push(request);
    return waiting;
  };
});

function send(path: string, init: RequestInit = {}, tokens = [{ name: "jenkins", token }]) {
  const desk = {
    open: (request: GateRequest) => open(request),
    find: async (id: string) => (id === "gate-1" ? waiting : null),
  };
  const api = gateApi({ tokens, desk, log: pino({ level: "silent" }) });
  return api.request(path, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
  });
}

const post = (body: unknown) =>
  send("/api/v1/gates", { method: "POST", body: JSON.stringify(body) });

test("a question opens a gate; the decision is in the body", async () => {
  const answer = await post({ ...question, component: "api", idempotencyKey: "build-7" });

  expect(answer.status).toBe(202);
  expect(answer.headers.get("location")).toBe("/api/v1/gates/gate-1");
  expect(await answer.json()).toEqual(waiting);
  expect(asked).toEqual([
    {
      repository: { owner: "acme", name: "shop" },
      sha,
      environment: "production",
      component: "api",
      idempotencyKey: "build-7",
      askedBy: "jenkins",
    },
  ]);
});

test("a gate is found by its id", async () => {
  const answer = await send("/api/v1/gates/gate-1");
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual(waiting);
});

async function problemOf(answer: Response | Promise<Response>) {
  const response = await answer;
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const { status, title, detail, instance } = JSON.parse(await response.text());
  expect(status).toBe(response.status);
  expect(instance).toMatch(/^\/api\/v1/);
  return `${status} ${title}. ${detail}`;
}

const withToken = (authorization: string) =>
  send("/api/v1/gates/gate-1", { headers: { authorization } });

test.each<[string, () => Response | Promise<Response>, RegExp]>([
  ["no token", () => withToken(""), /^401 .*Authorization: Bearer/],
  ["a wrong token", () => withToken(`Bearer ${token}x`), /^401 /],
  ["a part of the token", () => withToken(`Bearer ${token.slice(0, -1)}`), /^401 /],
  ["another scheme", () => withToken(`Basic ${token}`), /^401 /],
  ["a server without tokens", () => send("/api/v1/gates", {}, []), /^401 .*SLUICE_GATE_TOKENS/],
  [
    "no JSON",
    () => send("/api/v1/gates", { method: "POST", body: "{" }),
    /^400 .*Send JSON such as/,
  ],
  [
    "a short SHA",
    () => post({ ...question, sha: "5d6e7f8" }),
    /^400 .*sha: give the commit's whole SHA/,
  ],
  [
    "a repository without an owner",
    () => post({ ...question, repository: "shop" }),
    /^400 .*owner\/name/,
  ],
  ["a repository with a path", () => post({ ...question, repository: "a/../b" }), /^400 /],
  ["no environment", () => post({ ...question, environment: " " }), /^400 .*environment: name the/],
  ["an unknown key", () => post({ ...question, force: true }), /^400 .*force/],
  ["a large body", () => post({ ...question, component: "x".repeat(20_000) }), /^413 /],
  ["a gate that is not there", () => send("/api/v1/gates/other"), /^404 There is no such gate/],
  ["another path", () => send("/api/v1/gates/a/b"), /^404 There is nothing here/],
  ["another method", () => send("/api/v1/gates", { method: "DELETE" }), /^404 /],
])("refused as a problem that says how to right it: %s", async (_name, request, words) => {
  expect(await problemOf(request())).toMatch(words);
  expect(asked).toEqual([]);
});

test("a repository that the app does not reach", async () => {
  open = async () => null;
  expect(await problemOf(post(question))).toMatch(/^404 .*not installed on acme\/shop/);
});

test("an idempotency key that asked something else before", async () => {
  open = async () => "key-used-for-another-gate";
  expect(await problemOf(post(question))).toMatch(/^409 /);
});

test("a database that does not answer: nothing of it is told, and asking again helps", async () => {
  open = async () => {
    throw new Error("connect ECONNREFUSED 10.0.0.7:5432");
  };
  const answer = await post(question);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(await problemOf(answer)).toMatch(/^503 The question could not be answered\. [^0-9]*$/);
});

test.each([
  ["/api/v1/gates", true],
  ["/api/v1/gates?x=1", true],
  ["/api/v1/gates/gate-1", true],
  ["/api/v1/gatesmith", false],
  ["/metrics", false],
])("%s is for the gate API: %s", (url, expected) => {
  expect(isGateRequest({ url })).toBe(expected);
});

const almost = fc.record(
  {
    repository: fc.oneof(
      fc.constant("acme/shop"),
      fc.constantFrom("/", "a/../b", "a/b/c", "a b/c"),
    ),
    sha: fc.oneof(fc.constant(sha), fc.stringMatching(/^[0-9a-f]{30,70}$/), fc.jsonValue()),
    environment: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    component: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    idempotencyKey: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    __proto__: fc.jsonValue(),
  },
  { requiredKeys: ["repository", "sha", "environment"] },
);
const anyBody = fc.oneof(
  almost.map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string({ unit: "binary" }),
  fc.uint8Array({ maxLength: 200 }),
);

test("any body is a question within bounds, or a problem that says what to send", async () => {
  await fc.assert(
    fc.asyncProperty(anyBody, async (body) => {
      asked = [];
      const answer = await send("/api/v1/gates", { method: "POST", body });
      if (answer.status === 202) {
        const [request] = asked;
        expect(request?.repository).toEqual({ owner: "acme", name: "shop" });
        expect(request?.sha).toMatch(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
        expect(request?.environment).toMatch(/\S/);
        expect(request?.environment.length).toBeLessThanOrEqual(255);
      } else {
        expect(await problemOf(answer)).toMatch(
          /^400 This is no question for a gate\. .*Send JSON/s,
        );
        expect(asked).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});
