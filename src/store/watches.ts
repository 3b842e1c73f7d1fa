import {
  readWatched,
  recordWatched,
  type WatchedEnvironments,
} from "#core/gate/watched-environments.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { Ledger } from "./ledger.ts";

/** Since when the deployments to environments are watched. The ledger has it: what came before is the known past. */
export class Watches {
  readonly #ledger: Ledger;
  readonly #now: () => number;

  constructor(ledger: Ledger, now: () => number) {
    this.#ledger = ledger;
    this.#now = now;
  }

  async watched(repository: RepositoryName): Promise<WatchedEnvironments> {
    const entries = await this.#ledger.entriesOf(subjectOf(repository));
    return readWatched(entries.at(-1)?.data);
  }

  /** Watches these and no others; those that are new from now on. Enters it (`environments.watched`) when that is a change. */
  async watch(repository: RepositoryName, names: readonly string[]): Promise<WatchedEnvironments> {
    const before = await this.watched(repository);
    const isSame = names.length === before.size && names.every((name) => before.has(name));
    if (isSame) return before;
    const nowMs = this.#now();
    const since = new Map(names.map((name) => [name, before.get(name) ?? nowMs]));
    const at = new Date(nowMs).toISOString();
    const subject = subjectOf(repository);
    const data = recordWatched(since);
    await this.#ledger.append([{ at, kind: "environments.watched", subject, data }]);
    return since;
  }
}

function subjectOf(repository: RepositoryName): string {
  return `${formatRepository(repository)}:environments`;
}
