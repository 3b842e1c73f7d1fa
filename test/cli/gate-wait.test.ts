import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { GateAnswer } from "#core/gate/gate-answer.ts";
import { type GateWaitOptions, runGateWait } from "../../src/cli/gate-wait.ts";
import { RecordedIo } from "../support/command.ts";

const token = "0123456789abcdef0123456789abcdef";
const question = { repo: "acme/shop", sha: "5d6e7f8".padEnd(40, "0"), environment: "production" };
const openProblem = { status: 503, body: { title: "away", detail: "The database is away." } };

function gate(state: GateAnswer["state"], overrides: Partial<GateAnswer> = {}) {
  const answer: GateAnswer = {
    id: "gate-1",
    state,
    reasons: [],
    changes: [],
    retryAfterSeconds: 0,
    ...overrides,
  };
  return { status: 200, body: answer };
}

const forSre = [{ missing: "1 approval from @acme/sre", whoCanResolve: "Any member can give it." }];

let server: Server;
let url: string;
let requests: { readonly method: string; readonly url: string; readonly body: string }[];
/** The server's answers in turn; the last one is given again and again. */
let answers: { readonly status: number; readonly body: object }[];

beforeEach(async () => {
  requests = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    requests.push({ method: request.method ?? "", url: request.url ?? "", body });
    const authorised = request.headers.authorization === `Bearer ${token}`;
    const [first, ...others] = answers;
    if (authorised && others.length > 0) answers = others;
    response.writeHead(authorised ? (first?.status ?? 500) : 401);
    response.end(JSON.stringify(authorised ? first?.body : { detail: "The token is wrong." }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

async function wait(options: Partial<GateWaitOptions> = {}, env: NodeJS.ProcessEnv = {}) {
  const io = new RecordedIo({
    cwd: ".",
    env: { SLUICE_URL: url, SLUICE_GATE_TOKEN: token, ...env },
  });
  const code = await runGateWait({ ...question, timeout: "10m", ...options }, io);
  return { code, ...io.written };
}

describe("sluice gate wait", () => {
  test("asks once, looks until the gate is released, and tells each thing that it waits for once", async () => {
    const waiting = gate("waiting", { reasons: forSre });
    answers = [waiting, waiting, waiting, gate("released")];

    const { code, stdout, stderr } = await wait({ component: "api", idempotencyKey: "build-7" });

    expect(code).toBe(0);
    expect(stdout).toBe("released\n");
    expect(stderr).toBe("waiting:\n  - 1 approval from @acme/sre. Any member can give it.\n");
    expect(requests.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
      "POST /api/v1/gates",
      "GET /api/v1/gates/gate-1",
      "GET /api/v1/gates/gate-1",
      "GET /api/v1/gates/gate-1",
    ]);
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
      repository: "acme/shop",
      sha: question.sha,
      environment: "production",
      component: "api",
      idempotencyKey: "build-7",
    });
  });

  test.each(["rejected", "superseded", "expired"] as const)(
    "a gate that is %s ends with 1",
    async (state) => {
      answers = [
        gate(state, {
          reasons: [{ missing: "nothing", whoCanResolve: "A newer commit waits." }],
          changes: [
            { number: 7, sha: "a", title: "Pay \u001b[31mlater", author: "maria", approved: false },
            { number: 8, sha: "b", title: "Pay now", author: "maria", approved: true },
          ],
        }),
      ];
      const { code, stdout } = await wait();
      expect(code).toBe(1);
      expect(stdout).toBe(
        `${state}\n  - nothing. A newer commit waits.\n  not approved: #7 Pay [31mlater (maria)\n`,
      );
    },
  );

  test("a program gets the last answer", async () => {
    answers = [gate("released")];
    const { stdout } = await wait({ json: true });
    expect(JSON.parse(stdout)).toEqual({ ...gate("released").body, timedOut: false });
  });

  test("when the time is over it ends with 1, and the last word is that the gate waits", async () => {
    answers = [gate("waiting", { reasons: forSre, retryAfterSeconds: 60 })];
    const { code, stdout } = await wait({ timeout: "1s", json: true });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ state: "waiting", timedOut: true });
  });

  test("a server that is away is no answer: nothing is released", async () => {
    answers = [openProblem];
    const { code, stdout, stderr } = await wait({ timeout: "1s" });
    expect(code).toBe(1);
    expect(stderr).toContain("answers 503; asking again. The database is away.");
    expect(stdout).toBe(
      `not released in time\n  ${url} answers 503; asking again. The database is away.\n`,
    );
  });

  test("an answer that makes no sense releases nothing", async () => {
    answers = [{ status: 200, body: { state: "released" } }];
    const { code } = await wait();
    expect(code).toBe(2);
  });

  test("Ctrl-C ends the wait", async () => {
    answers = [gate("waiting", { retryAfterSeconds: 60 })];
    const io = new RecordedIo({ cwd: ".", env: { SLUICE_URL: url, SLUICE_GATE_TOKEN: token } });
    io.onWrite = () => io.interrupt();
    expect(await runGateWait({ ...question, timeout: "1h" }, io)).toBe(130);
  });

  test.each<[string, Partial<GateWaitOptions>, NodeJS.ProcessEnv, RegExp]>([
    ["no server", {}, { SLUICE_URL: "" }, /Set SLUICE_URL/],
    ["a server that is no address", { url: "sluice" }, {}, /Set SLUICE_URL/],
    ["no token", {}, { SLUICE_GATE_TOKEN: "" }, /Set SLUICE_GATE_TOKEN/],
    ["a wrong token", {}, { SLUICE_GATE_TOKEN: "wrong" }, /\(401\)\. The token is wrong/],
    ["a time-out that is no duration", { timeout: "soon" }, {}, /--timeout 2h/],
  ])("refused with exit code 2: %s", async (_name, options, env, words) => {
    answers = [gate("released")];
    const { code, stderr, stdout } = await wait(options, env);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(words);
  });
});
