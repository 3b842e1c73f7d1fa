import { resolve } from "node:path";
import { UserError } from "#core/errors.ts";
import { accountOfAddress } from "#core/history/person-of-address.ts";
import type { RememberedChange } from "#core/history/remembered-change.ts";
import { authorsOf } from "#core/history/touched-files.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { counted } from "#core/text/words.ts";
import { type OpenRepository, openRepository } from "#history/open-repository.ts";
import { openHistory } from "#history/read-past-changes.ts";
import { openStore, type Store } from "#store/store.ts";
import { type CommandIo, interruptedCode, withUserErrors } from "./command-io.ts";
import { databasePlace } from "./database-place.ts";
import { Progress } from "./progress.ts";
import { readRepositoryName } from "./repository-name.ts";

/** What was written, for people and for `--json`. */
type Seeded = {
  readonly repository: string;
  /** Changes of the mainline that were read. */
  readonly read: number;
  /** Changes that the server did not know. */
  readonly remembered: number;
  /** Authors whose account an address tells, and authors of whom only the address is known. */
  readonly people: { readonly accounts: number; readonly addresses: number };
};

/** Changes of one transaction: a server that writes meanwhile waits for no longer. */
const changesAtOnce = 100;

/**
 * `sluice backtest [DIR] --seed OWNER/NAME`: writes a local history into the server's store, as the past of that repository. The
 * server may go on meanwhile. What the server has seen itself stays; doing it again changes nothing.
 *
 * Returns the exit code: 0 done, 2 it can't be done as asked, 130 ended by Ctrl-C: what was read by then is kept, and the
 * history is not asked yet.
 */
export function runSeed(
  dir: string | undefined,
  { seed, json = false }: { readonly seed: string; readonly json?: boolean | undefined },
  io: CommandIo,
  nowMs: number,
): Promise<number> {
  return withUserErrors(io, async () => {
    const name = readRepositoryName("--seed", seed);
    const repository = await openRepository(resolve(io.cwd, dir ?? "."), io.env);
    const store = await openStore({ ...databasePlace(io), readOnly: false });
    try {
      await refuseOtherBranch(store, name, repository);
      const seeded = await seedHistory(store, name, repository, io);
      // Ctrl-C can come before the number of changes is known.
      const whole = !io.signal.aborted;
      if (whole) {
        await store.pastChanges.remember(name, [], { ready: { completeFromMs: 0, atMs: nowMs } });
      }
      const written = { ...seeded, whole };
      io.stdout.write(json ? `${JSON.stringify(written, null, 2)}\n` : renderText(written));
      return whole ? 0 : interruptedCode;
    } finally {
      await store.close();
    }
  });
}

/** The past is that of the default branch; another branch's would be mixed into it. */
async function refuseOtherBranch(
  store: Store,
  name: RepositoryName,
  { branch }: OpenRepository,
): Promise<void> {
  const progress = await store.pastChanges.progressOf(name);
  const known = progress?.branch ?? null;
  if (known === null || known === branch) return;
  throw new UserError(
    `${branch} is checked out, but the default branch of ${formatRepository(name)} is ${known}.`,
    `Check out ${known}, or seed from a bare clone.`,
  );
}

async function seedHistory(
  store: Store,
  name: RepositoryName,
  repository: OpenRepository,
  { env, stderr, signal }: CommandIo,
): Promise<Seeded> {
  const host = env.GHE_HOST || "github.com";
  const people = {
    accountOf: (person: string, email: string) => accountOfAddress(person, email, host),
  };
  const options = { people, signal };
  const history = await openHistory(repository, repository.head, repository.branch, options);
  const progress = new Progress(stderr, "changes remembered", "stops here");
  const authors = new Set<number>();
  let [read, remembered] = [0, 0];
  let batch: RememberedChange[] = [];
  const write = async () => {
    remembered += await store.pastChanges.remember(name, batch);
    read += batch.length;
    batch = [];
    progress.show(read, history.mergedAtMs.length);
  };
  try {
    for await (const { sha, number, mergedAtMs, facts } of history.changes) {
      batch.push({ sha, number, mergedAtMs, facts, whole: true, observed: false });
      for (const author of authorsOf(facts)) authors.add(author);
      if (batch.length >= changesAtOnce) await write();
    }
    await write();
  } finally {
    progress.clear();
  }
  const accounts = [...authors].filter((id) => id > 0).length;
  return {
    repository: formatRepository(name),
    read,
    remembered,
    people: { accounts, addresses: authors.size - accounts },
  };
}

function renderText({
  repository,
  read,
  remembered,
  people,
  whole,
}: Seeded & { readonly whole: boolean }): string {
  const lines = [
    `Remembered ${counted(remembered, "change")} of ${repository} (${counted(read, "change")} read).`,
  ];
  if (people.addresses > 0) {
    lines.push(
      `${counted(people.accounts, "author")} told by a no-reply address of GitHub's. Of ${counted(people.addresses, "author")} only the address is known:`,
      "their past counts as theirs once GitHub names their account for a commit with that address.",
    );
  }
  if (!whole) {
    lines.push(
      "Stopped before the end: the history is not used yet. Run it again; what is remembered stays.",
    );
  }
  return `${lines.join("\n")}\n`;
}
