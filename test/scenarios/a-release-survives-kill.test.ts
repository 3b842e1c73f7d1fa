import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { verifyChain } from "#core/ledger/verify-chain.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { describeOnDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { appRegistration } from "../support/registration.ts";
import {
  environmentOf,
  type ServerProcess,
  startServerProcess,
} from "../support/server-process.ts";
import { findSteadyPort } from "../support/steady-port.ts";

const policy = "version: 1\nreleases: [{ tags: 'v*' }]\n";
const createRelease = "POST /repos/{owner}/{repo}/releases";
/** A dead server's work waits for its lease to run out, and a draft that may have been made for GitHub to list it. */
const timeLimitMs = 400_000;

let github: LocalGitHub;
let folder: string;
let shop: RepositoryScenario;
const servers: ServerProcess[] = [];

beforeEach(async () => {
  github = await startLocalGitHub(appRegistration());
  folder = await mkdtemp(join(tmpdir(), "sluice-release-kill-"));
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
  await github.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = startServerProcess({ environment, folder });
  servers.push(server);
  await server.ready();
  return server;
}

/** Sends what was held thrice and in another order. */
function releaseShuffled(): void {
  github.webhooks.release((held) =>
    [...held.toReversed(), ...held, ...held.toReversed()].map((delivery) => ({ ...delivery })),
  );
}

const askedForDraft = () => (github.calls.get(createRelease) ?? 0) > 0;

describeOnDatabase("sqlite", "a server that is killed while it asks for a draft", (databases) => {
  const { fresh, open } = databases;

  test.each([
    ["after GitHub made it", "after", 1],
    ["before GitHub made it", "before", 2],
  ] as const)(
    "%s: one draft, and one only, whatever comes thrice and shuffled",
    async (_name, hang, asked) => {
      const database = await fresh();
      const port = await findSteadyPort();
      github.useWebhookUrl(`http://127.0.0.1:${port}/api/github/webhooks`);
      const environment = {
        ...environmentOf(github),
        PORT: String(port),
        DATA_DIR: database.dataDir,
        ...(database.databaseUrl !== null && { DATABASE_URL: database.databaseUrl }),
        SLUICE_SWEEP_SECONDS: "10",
      };
      const first = await start(environment);
      shop = await openRepository(openAcme(github), "shop", { policy });
      await github.webhooks.settled();

      github.webhooks.hold();
      github.failNext({ path: createRelease, hang });
      await shop.tags.push("v1.0.0", "tom");
      await shop.push("main", "tom", [{ message: "More", files: { "a.txt": "1\n" } }]);
      await shop.tags.move("v1.0.0", "tom", {});
      releaseShuffled();
      await eventually(askedForDraft);
      await first.kill();
      github.webhooks.hold();
      for (const delivery of github.webhooks.deliveries.slice(-3))
        github.webhooks.redeliver(delivery);

      const second = await start(environment);
      releaseShuffled();
      const store = await open({ ...database, readOnly: true });
      const isDrafted = async () => {
        const known = await store.releases.find({ owner: "acme", name: "shop" }, "v1.0.0");
        return known?.releaseId != null && known.attemptedAtMs === null;
      };
      expect(await eventually(isDrafted)).toBe(true);

      expect(shop.releases().map(({ tag }) => tag)).toEqual(["v1.0.0"]);
      expect(shop.releases("v1.0.0")[0]?.body).toContain("More");
      expect(github.calls.get(createRelease)).toBe(asked);
      expect(github.unhandledRequests).toEqual([]);
      expect(await second.terminate()).toBe(0);
      expect(await verifyChain(store.ledger.read())).toMatchObject({ ok: true });
    },
    timeLimitMs,
  );
});
