import { verifyChain } from "#core/ledger/verify-chain.ts";
import type { Database } from "#store/database.ts";
import type { Store } from "#store/store.ts";
import type { Stage } from "./stage.ts";
import type { Finding } from "./violation.ts";

/** Whether what is stored is whole: every delivery that GitHub shows, the chain, no key that a person must look at. */
export async function findInStore(stage: Stage, store: Store): Promise<readonly Finding[]> {
  const chain = await verifyChain(store.ledger.read());
  const dead = await store.queue.deadKeys();
  return [
    ...(chain.ok
      ? []
      : [{ kind: "broken chain", subject: "the ledger", what: JSON.stringify(chain) } as const]),
    ...dead.map(({ key, error }): Finding => {
      return { kind: "not settled", subject: JSON.stringify(key), what: `set aside: ${error}` };
    }),
    ...(await findCommandsTwice(stage, store)),
    ...(await unknownDeliveries(stage, store)).map((subject): Finding => {
      return { kind: "lost", subject, what: "a delivery that GitHub shows is not stored" };
    }),
  ];
}

/** A comment here holds one command: of those the ledger has no more than were given. */
async function findCommandsTwice(stage: Stage, store: Store): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { pull, statements } of stage.stories) {
    const subject = `${stage.shop.fullName}#${pull.number}`;
    const given = statements.filter(({ kind }) => kind === "command").length;
    const entries = await store.ledger.entriesOf(subject);
    const recorded = entries.filter(({ kind }) => kind.startsWith("command.")).length;
    if (recorded <= given) continue;
    findings.push({
      kind: "doubled",
      subject,
      what: `${given} commands, ${recorded} in the ledger`,
    });
  }
  return findings;
}

/** Deliveries of which GitHub shows that they were sent, and the store nothing. */
export async function unknownDeliveries(stage: Stage, store: Store): Promise<readonly string[]> {
  const ids = new Set(stage.github.webhooks.deliveries.map(({ guid }) => guid));
  const stored = await store.deliveries.known([...ids]);
  return [...ids].filter((id) => !stored.has(id));
}

/** Keys that are ready, in work, or to be tried again, each with why. Those that wait for their time do not count. */
export async function listWork({ tables }: Database, nowMs: number): Promise<readonly string[]> {
  const rows = await tables
    .selectFrom("dirty_key")
    .select(["key", "attempts", "lease_until_ms", "ready_ms", "last_error"])
    .where("dead_ms", "is", null)
    .where(({ eb, or }) =>
      or([eb("lease_until_ms", ">", 0), eb("ready_ms", "<=", nowMs), eb("attempts", ">", 0)]),
    )
    .execute();
  return rows.map((row) => {
    const { key, attempts, last_error: error } = row;
    const [ready, leased] = [row.ready_ms, row.lease_until_ms].map((ms) =>
      ms === 0 ? "never" : new Date(ms).toISOString(),
    );
    return `${key}: ready ${ready}, leased until ${leased}, failed ${attempts} times: ${error}`;
  });
}

/** Whether a secret stands in what the servers said. */
export function findSecrets(stage: Stage, said: readonly string[]): readonly Finding[] {
  const { privateKey, webhookSecret } = stage.github.app;
  const ofKey = privateKey.split("\n").filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line));
  const secrets: readonly [string, (text: string) => boolean][] = [
    ["the private key", (text) => ofKey.some((line) => text.includes(line))],
    ["the webhook secret", (text) => text.includes(webhookSecret)],
    ["a token", (text) => /ghs_\w|eyJ[\w-]+\.eyJ[\w-]+\./.test(text)],
  ];
  return secrets
    .filter(([, isIn]) => said.some(isIn))
    .map(([what]): Finding => ({ kind: "secret told", subject: "a server's output", what }));
}
