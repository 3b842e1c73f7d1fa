import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../test/support/acme.ts";
import { type House, startHouse } from "../test/support/house.ts";
import { startPostgres } from "../test/support/postgres-server.ts";
import { bytesByTable } from "./database-size.ts";

const policy = `version: 1
approvals:
  low: &both
    - { from: [write] }
    - { name: reliability, from: ['@acme/sre'] }
  medium: *both
  high: *both
  critical: *both
`;

/** Before measuring, so that indexes have pages and caches are full. */
const changesBefore = 40;
const changesAtOnce = 20;

/** What a database takes for pull requests that live through a usual life, by table, its indexes included. */
export async function benchGrowth(say: (line: string) => void, changes = 200): Promise<void> {
  const server = await startPostgres({ durable: false });
  try {
    for (const databaseUrl of [undefined, server.url]) {
      const house = await startHouse({ ...(databaseUrl !== undefined && { databaseUrl }) });
      try {
        await measure(house, { databaseUrl: databaseUrl ?? null, changes }, say);
      } finally {
        await house.stop();
      }
    }
  } finally {
    await server.stop();
  }
}

async function measure(
  house: House,
  { databaseUrl, changes }: { readonly databaseUrl: string | null; readonly changes: number },
  say: (line: string) => void,
): Promise<void> {
  const place = { databaseUrl, dataDir: house.dataDir };
  const shop = await openRepository(openAcme(house.github), "shop", { policy });
  await live(house, shop, { first: 0, count: changesBefore });
  const before = await bytesByTable(place);
  await live(house, shop, { first: changesBefore, count: changes });
  const after = await bytesByTable(place);

  const grown = [...after].map(
    ([table, bytes]) => [table, bytes - (before.get(table) ?? 0)] as const,
  );
  const total = grown.reduce((sum, [, bytes]) => sum + bytes, 0);
  const perHundredThousand = (bytes: number) =>
    `${(((bytes / changes) * 1e5) / 2 ** 30).toFixed(2)} GiB`;
  say(
    `  ${databaseUrl === null ? "sqlite" : "postgresql"}: ${perHundredThousand(total)} per 100,000 changes`,
  );
  for (const [table, bytes] of grown.sort(([, a], [, b]) => b - a)) {
    if (bytes > total / 100) say(`      ${perHundredThousand(bytes)} ${table}`);
  }
}

/** Each is opened, talked about, pushed to, approved by two and merged. */
async function live(
  house: House,
  shop: RepositoryScenario,
  { first, count }: { readonly first: number; readonly count: number },
): Promise<void> {
  for (let done = 0; done < count; done += changesAtOnce) {
    const pulls = [];
    for (let index = first + done; index < first + Math.min(done + changesAtOnce, count); index++) {
      const files = Object.fromEntries(
        Array.from({ length: 5 }, (_, file) => [`src/part-${index}/file-${file}.ts`, "one\ntwo\n"]),
      );
      pulls.push(await shop.openPullRequest({ author: "maria", files }));
    }
    await house.settled();
    for (const [index, pull] of pulls.entries()) {
      pull.comment("jonas", "Looks good, one question about the second file.");
      await pull.push({ files: { [`src/part-${first + done + index}/file-0.ts`]: "three\n" } });
    }
    await house.settled();
    for (const pull of pulls) pull.review({ by: "jonas", state: "approve" });
    await house.settled();
    for (const pull of pulls) pull.review({ by: "ines", state: "approve" });
    await house.settled();
    for (const pull of pulls) await pull.merge({ by: "jonas" });
    await house.settled();
  }
}
