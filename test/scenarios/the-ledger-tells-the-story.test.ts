import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runLedgerExport, runLedgerVerify } from "#cli/ledger.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed, summaryOn } from "../support/seen.ts";

const policy = `version: 1
approvals: { low: [{ name: reliability, from: ['@acme/sre'] }] }
`;

let house: House;
let shop: RepositoryScenario;
let pull: PullRequestScenario;
/** The commit that Ines approved first. */
let firstHead: string;

/** Maria opens a change, Ines approves it; Maria pushes on, Ines approves again; a team that can't be asked is asked. */
beforeAll(async () => {
  house = await startHouse();
  const acme = openAcme(house.github);
  shop = await openRepository(acme, "shop", { policy });
  shop.grant("@sre", "none");
  pull = await shop.openPullRequest({ author: "maria", files: { "a.ts": "export {};\n" } });
  await house.settled();
  firstHead = pull.headSha;
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  await pull.push({ files: { "b.ts": "export {};\n" } });
  await house.settled();
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

afterAll(async () => {
  await house.stop();
  expect(house.github.unhandledRequests).toEqual([]);
});

function surroundings() {
  const stdout = new PassThrough();
  const errors: string[] = [];
  const stderr = { write: (line: string) => errors.push(line) };
  const io = { stdout, stderr, env: { DATA_DIR: house.dataDir }, cwd: house.dataDir };
  return { io, errors };
}

/** `sluice ledger export`, while the server runs. */
async function exportLedger(): Promise<readonly Entry[]> {
  const { io } = surroundings();
  const written = text(io.stdout);
  expect(await runLedgerExport({}, io)).toBe(0);
  io.stdout.end();
  const lines = (await written).trimEnd().split("\n");
  return lines.map((line): Entry => JSON.parse(line));
}

/** `sluice ledger verify`, while the server runs. */
async function verifyLedger(file?: string, options: { readonly head?: string } = {}) {
  const { io } = surroundings();
  const written = text(io.stdout);
  const exitCode = await runLedgerVerify(file, options, io);
  io.stdout.end();
  return { exitCode, said: await written };
}

type Entry = {
  readonly seq: number;
  readonly kind: string;
  readonly subject: string;
  readonly data: {
    readonly verdict?: string;
    readonly decision?: number;
    readonly outcomes?: readonly { readonly action: string; readonly error: string | null }[];
  };
};

test("each decision stands before what was done about it, in the order of the story", async () => {
  const entries = await exportLedger();

  expect(new Set(entries.map(({ subject }) => subject))).toEqual(new Set(["acme/shop#1"]));
  const decided = entries.filter(({ kind }) => kind === "change.decided");
  expect(decided.map(({ data }) => data.verdict)).toEqual([
    "waiting",
    "approved",
    "waiting",
    "approved",
  ]);
  const acted = entries.filter(({ kind }) => kind === "change.acted");
  for (const { seq, data } of acted) {
    expect(data.decision).toBeLessThan(seq);
    expect(decided.map((entry) => entry.seq)).toContain(data.decision);
  }
  expect(acted.map(({ data }) => data.decision)).toEqual(
    expect.arrayContaining(decided.map(({ seq }) => seq)),
  );
});

test("a decision names who approved by id, and the commit that they approved", async () => {
  const ines = house.github.world.account("ines");
  const approved = (await exportLedger()).filter(({ data }) => data.verdict === "approved");

  expect(approved).toHaveLength(2);
  for (const [index, head] of [firstHead, pull.headSha].entries()) {
    expect(approved[index]?.data).toMatchObject({
      head,
      base: "main",
      type: "normal",
      level: "low",
      policies: [
        {
          origin: "repository",
          repository: "acme/shop",
          blob: expect.stringMatching(/^[0-9a-f]{40}$/),
          requirements: [
            {
              label: "reliability",
              from: ["@acme/sre"],
              count: 1,
              approvals: [{ id: ines?.id, login: "ines", commit: head }],
            },
          ],
        },
      ],
    });
  }
});

test("what GitHub refused is recorded with its reason", async () => {
  const outcomes = (await exportLedger()).flatMap(({ data }) => data.outcomes ?? []);

  expect(outcomes).toContainEqual({ action: "create-check-run", error: null });
  const requests = outcomes.filter(({ action }) => action === "request-reviews");
  expect(requests).toHaveLength(2);
  for (const { error } of requests) {
    expect(error).toContain("Reviews may only be requested from collaborators.");
  }
});

test("the chain verifies, and contains the head that the check run shows", async () => {
  const [, shown] = /ledger head `([0-9a-f]{64})`/.exec(summaryOn(pull)) ?? [];

  const { exitCode, said } = await verifyLedger(undefined, { head: shown ?? "none" });

  expect(exitCode).toBe(0);
  expect(said).toMatch(/whole/);
});

test("the check run names the decision's entry", async () => {
  const decided = (await exportLedger()).filter(({ kind }) => kind === "change.decided");

  expect(pull.checkRun?.externalId).toBe(String(decided.at(-1)?.seq));
  expect(summaryOn(pull)).toContain(`Ledger entry ${decided.at(-1)?.seq},`);
});

test("an export in which somebody approved afterwards does not verify", async () => {
  const { io } = surroundings();
  expect(await runLedgerExport({ out: "ledger.jsonl" }, io)).toBe(0);
  const path = join(house.dataDir, "ledger.jsonl");
  expect((await verifyLedger("ledger.jsonl")).exitCode).toBe(0);

  await writeFile(path, (await readFile(path, "utf8")).replace("waiting", "approved"));

  const { exitCode, said } = await verifyLedger("ledger.jsonl");
  expect(exitCode).toBe(1);
  expect(said).toMatch(/^The ledger is broken at entry 1\./);
});
