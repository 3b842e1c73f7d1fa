import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { UserError } from "#core/errors.ts";
import { readEnvironment } from "../src/env.ts";

const { privateKey: pem } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const app = { APP_ID: "12", PRIVATE_KEY: pem, WEBHOOK_SECRET: "s" };

function problemsOf(variables: Record<string, string>): string {
  try {
    readEnvironment(variables);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "none";
}

describe("the environment", () => {
  test("nothing set: no App yet, the embedded database, github.com", () => {
    expect(readEnvironment({})).toMatchObject({
      credentials: null,
      apiUrl: "https://api.github.com",
      host: "127.0.0.1",
      port: 3000,
      webhookPath: "/api/github/webhooks",
      databaseUrl: null,
      dataDir: "./data",
      sweepSeconds: 300,
    });
  });

  test(".env.example as it stands is valid and configures nothing", () => {
    const example = Object.fromEntries(
      readFileSync(".env.example", "utf8")
        .split("\n")
        .filter((line) => /^[A-Z_]+=/.test(line))
        .map((line) => line.split("=", 2) as [string, string]),
    );
    expect(Object.keys(example)).toContain("DATABASE_URL");
    expect(readEnvironment(example)).toEqual(readEnvironment({}));
  });

  test("GHE_HOST and GHE_PROTOCOL point at another GitHub", () => {
    const environment = readEnvironment({ GHE_HOST: "127.0.0.1:4000", GHE_PROTOCOL: "http" });
    expect(environment.apiUrl).toBe("http://127.0.0.1:4000/api/v3");
  });

  test("two webhook secrets may be valid while one is changed for the other", () => {
    expect(readEnvironment(app).credentials?.previousWebhookSecret).toBeNull();
    const changing = readEnvironment({ ...app, WEBHOOK_SECRET_PREVIOUS: "old" });
    expect(changing.credentials).toMatchObject({
      webhookSecret: "s",
      previousWebhookSecret: "old",
    });
  });

  test("gate tokens have names, and are separated by commas or white space", () => {
    const [one, two] = ["a".repeat(32), "b".repeat(40)];
    expect(
      readEnvironment({ SLUICE_GATE_TOKENS: `jenkins=${one},\n gitlab.com=${two}` }).gateTokens,
    ).toEqual([
      { name: "jenkins", token: one },
      { name: "gitlab.com", token: two },
    ]);
    expect(readEnvironment({}).gateTokens).toEqual([]);
  });

  test.each([
    ["without a name", "a".repeat(32), /each token has a name/],
    ["too short", `jenkins=${"a".repeat(31)}`, /at least 32 characters/],
    ["twice of one name", `a=${"a".repeat(32)},a=${"b".repeat(32)}`, /each name stands once/],
  ])("a gate token %s is refused, and not shown", (_name, SLUICE_GATE_TOKENS, words) => {
    const problems = problemsOf({ SLUICE_GATE_TOKENS });
    expect(problems).toMatch(words);
    expect(problems).not.toMatch(/aaa/);
  });

  test.each([
    ["as PEM", pem],
    ["with its line ends written out", pem.replaceAll("\n", "\\n")],
    ["in base64", Buffer.from(pem).toString("base64")],
  ])("the private key %s", (_name, PRIVATE_KEY) => {
    expect(readEnvironment({ ...app, PRIVATE_KEY }).credentials?.privateKey.trim()).toBe(
      pem.trim(),
    );
  });

  test.each([
    ["a port that is none", { PORT: "eighty" }, "PORT is a number"],
    ["a port out of range", { PORT: "70000" }, "PORT is a number from 0 to 65535"],
    ["another database", { DATABASE_URL: "mysql://x" }, "DATABASE_URL starts with postgres://"],
    ["a sweep without pause", { SLUICE_SWEEP_SECONDS: "0" }, "at least 10"],
    ["a key without an App", { PRIVATE_KEY: pem }, "APP_ID: missing"],
    [
      "an App without a key",
      { APP_ID: "1", WEBHOOK_SECRET: "s" },
      "PRIVATE_KEY or PRIVATE_KEY_PATH",
    ],
    ["an App without a secret", { APP_ID: "1", PRIVATE_KEY: pem }, "WEBHOOK_SECRET: missing"],
    [
      "a previous secret that is the current one",
      { ...app, WEBHOOK_SECRET_PREVIOUS: "s" },
      "WEBHOOK_SECRET_PREVIOUS: the same as WEBHOOK_SECRET",
    ],
    ["a key that is none", { ...app, PRIVATE_KEY: "hello" }, "no PEM private key"],
    [
      "a key file that is not there",
      { APP_ID: "1", WEBHOOK_SECRET: "s", PRIVATE_KEY_PATH: "/nowhere.pem" },
      "/nowhere.pem can't be read",
    ],
  ])("%s is refused, with the variable's name", (_name, variables, message) => {
    expect(problemsOf(variables)).toContain(message);
  });

  test("all problems are in one message", () => {
    const message = problemsOf({ PORT: "x", LOG_LEVEL: "loud", GHE_PROTOCOL: "gopher" });
    for (const name of ["PORT", "LOG_LEVEL", "GHE_PROTOCOL"]) expect(message).toContain(name);
  });
});
