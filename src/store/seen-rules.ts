import { formatRepository, type RepositoryName } from "#core/key.ts";
import { wellFormed } from "#core/ledger/json.ts";
import type { RuleSightings } from "#core/unauthorised/find-removed-rule.ts";
import type { Ledger } from "./ledger.ts";

/** Where our protection rule was seen, and where it was missed afterwards. The ledger has it. */
export class SeenRules {
  readonly #ledger: Ledger;
  readonly #now: () => number;

  constructor(ledger: Ledger, now: () => number) {
    this.#ledger = ledger;
    this.#now = now;
  }

  async sightings(repository: RepositoryName, environment: string): Promise<RuleSightings> {
    const entries = await this.#ledger.entriesOf(subjectOf(repository, environment));
    const lastOf = (kind: string) => {
      const at = entries.findLast((entry) => entry.kind === kind)?.at;
      return at === undefined ? null : Date.parse(at);
    };
    return { seenAtMs: lastOf("rule.seen"), missedAtMs: lastOf("rule.missed") };
  }

  /** Enters that the rule is there, or that it is missing. */
  async note(
    repository: RepositoryName,
    environment: string,
    kind: "rule.seen" | "rule.missed",
  ): Promise<void> {
    const at = new Date(this.#now()).toISOString();
    const subject = subjectOf(repository, environment);
    await this.#ledger.append([{ at, kind, subject, data: wellFormed({ environment }) }]);
  }
}

function subjectOf(repository: RepositoryName, environment: string): string {
  return `${formatRepository(repository)}:environments/${environment.toWellFormed()}`;
}
