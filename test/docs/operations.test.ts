import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { load } from "js-yaml";
import { z } from "zod";
import { openDatabase } from "#store/database.ts";
import { migrate } from "#store/migrate.ts";
import { createMetrics } from "#web/metrics.ts";

const page = readFileSync("docs/operations.md", "utf8");

const Compose = z.object({
  services: z.object({
    server: z.object({ environment: z.record(z.string(), z.string()), ports: z.array(z.string()) }),
    database: z.object({ environment: z.record(z.string(), z.string()) }),
  }),
});

/** A metric that was added is explained, one that is gone is not. */
test("the page explains every metric of the product, and no other", async () => {
  const oldestReadyAgeMs = { first: 0, usual: 0, background: 0 };
  const queue = { ready: 0, waiting: 0, leased: 0, dead: 0, oldestReadyAgeMs };
  const text = await createMetrics(async () => queue).render();
  const registered = [...text.matchAll(/^# TYPE (sluice_\w+) /gm)].map(([, name]) => name);
  const explained = [...page.matchAll(/^\| `(sluice_\w+)` \|/gm)].map(([, name]) => name);
  expect(explained.sort()).toEqual(registered.sort());
});

test("the page says of every table what bounds it, and of no other", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sluice-tables-"));
  const database = await openDatabase({ databaseUrl: null, dataDir: folder });
  await migrate(database);
  const tables = (await database.tables.introspection.getTables()).map(({ name }) => name);
  await database.close();
  await rm(folder, { recursive: true });

  const section = page.slice(page.indexOf("## What is kept"), page.indexOf("Measured with"));
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const explained = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(explained.sort()).toEqual(tables.sort());
});

test("the servers of docker-compose.yml listen where the image says, with variables that the server knows", () => {
  const { server, database } = Compose.parse(
    load(readFileSync("docker-compose.yml", "utf8")),
  ).services;
  const [, exposed] = /^EXPOSE (\d+)$/m.exec(readFileSync("Dockerfile", "utf8")) ?? [];
  expect(server.environment.PORT).toBe(exposed);
  expect(server.ports).toEqual([`3000-3001:${exposed}`]);

  const known = [...readFileSync(".env.example", "utf8").matchAll(/^(\w+)=/gm)].map(
    ([, name]) => name,
  );
  for (const name of Object.keys(server.environment))
    expect([...known, "NODE_ENV"]).toContain(name);

  const { username, pathname } = new URL(
    server.environment.DATABASE_URL?.replace(/\$\{.*\}/, "x") ?? "",
  );
  expect([username, pathname]).toEqual([
    database.environment.POSTGRES_USER,
    `/${database.environment.POSTGRES_DB}`,
  ]);
});
