import type { ChangeFacts, FileChange } from "#core/change/facts.ts";
import type { Policy } from "#core/policy/schema.ts";
import { classifyFileChange } from "#core/risk/file-class.ts";
import type { TouchedFiles } from "./history-facts.ts";
import { personOfAddress } from "./person-of-address.ts";
import { authorsOf, toTouchedFile } from "./touched-files.ts";

/** What the store is asked about an open change. */
export type HistoryQuestion = TouchedFiles & {
  /** The accounts behind persons of whom only the address was known, see {@link personOfAddress}. */
  readonly aliases: ReadonlyMap<number, number>;
};

/**
 * The question about a change under its policies. A file counts as source if one of them takes it for source: to ask about
 * a file too many can only raise a risk.
 *
 * A past that was read from a local history knows some people by their address alone. GitHub says whose address it is for
 * each commit of the change, and only for addresses that the account has confirmed.
 */
export function askHistory(
  facts: Omit<ChangeFacts, "history">,
  policies: readonly Policy[],
  atMs: number,
): HistoryQuestion {
  const isSource = (file: FileChange) =>
    policies.some(({ risk }) => classifyFileChange(file, risk.ignore) === "source");
  const identities = facts.commits.flatMap(({ author, committer }) => [author, committer]);
  return {
    atMs,
    authors: authorsOf(facts),
    files: facts.files.filter(isSource).map(toTouchedFile),
    aliases: new Map(
      identities.flatMap(({ email, account }) =>
        account === null || email === "" ? [] : [[personOfAddress(email), account.id] as const],
      ),
    ),
  };
}
