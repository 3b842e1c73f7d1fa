import type { ChangeFacts, FileChange } from "#core/change/facts.ts";
import { classifyFileChange } from "#core/risk/file-class.ts";
import { isFixTitle, isRevertTitle } from "./change-title.ts";
import { findReverted, type RevertCandidate } from "./find-reverted.ts";
import { findHistoryFacts } from "./history-facts.ts";
import { LineOwners } from "./line-owners.ts";
import type { ChangeReference, FileEdit, PastChange } from "./past-change.ts";
import { RememberedPast } from "./remembered-past.ts";
import { readRevertClaims } from "./revert-claims.ts";
import { authorsOf, toRememberedFile, toTouchedFile } from "./touched-files.ts";

/** A fix later than this says little about the lines that it replaces. */
export const hotfixedWithinDays = 14;

/** Changes by their index in the mainline, each with the change that undid or mended it. */
export type Aftermath = {
  readonly revertedBy: ReadonlyMap<number, ChangeReference>;
  readonly hotfixedBy: ReadonlyMap<number, ChangeReference>;
};

/**
 * Follows a mainline, change by change: who owns which line, who worked where, which change reverted or mended which.
 * Only source files have lines and a past here. Besides the lines' owners it keeps a few hundred bytes a change.
 */
export class MainlineMemory {
  readonly #ignoreGlobs: readonly string[];
  readonly #owners = new LineOwners();
  readonly #past = new RememberedPast();
  readonly #changes: RevertCandidate[] = [];
  readonly #hotfixedBy = new Map<number, number>();
  readonly #sourceByPath = new Map<string, boolean>();

  /** `ignoreGlobs` are the policy's (`risk.ignore`). */
  constructor(ignoreGlobs: readonly string[]) {
    this.#ignoreGlobs = ignoreGlobs;
  }

  /** The number of changes remembered. */
  get length(): number {
    return this.#changes.length;
  }

  /** What was known of the next change when it was open: its facts, with what the past says of it. */
  factsOf({ facts, mergedAtMs }: Pick<PastChange, "facts" | "mergedAtMs">): ChangeFacts {
    const files = this.sourceFilesOf(facts.files).map(toTouchedFile);
    const touched = { atMs: mergedAtMs, authors: authorsOf(facts), files };
    return { ...facts, history: findHistoryFacts(touched, this.#past) };
  }

  /** Those of a change's files that count as source. */
  sourceFilesOf<File extends FileChange>(files: readonly File[]): readonly File[] {
    return files.filter((file) => this.#isSource(file));
  }

  /** Takes the next change of the mainline. */
  remember(change: PastChange): void {
    const { facts, message, mergedAtMs, sha, number } = change;
    const { title, commits } = facts;
    const index = this.length;
    const [isFix, isRevert] = [isFixTitle(title), isRevertTitle(title)];
    this.#changes.push({
      sha,
      mergedAtMs,
      title,
      number,
      mergedShas: commits.map((commit) => commit.sha).filter((merged) => merged !== sha),
      claims: readRevertClaims(title, [message, ...commits.map((commit) => commit.message)]),
      isRevert,
    });
    const files = this.sourceFilesOf(facts.files);
    if (isFix) this.#noteMended(files, index);
    for (const file of files) this.#owners.apply(file, index);
    this.#past.remember(
      { atMs: mergedAtMs, authors: authorsOf(facts), repair: isFix || isRevert },
      files.map(toRememberedFile),
    );
  }

  /** What became of the changes, as far as the memory reaches. */
  aftermath(): Aftermath {
    return {
      revertedBy: this.#named(findReverted(this.#changes)),
      hotfixedBy: this.#named(this.#hotfixedBy),
    };
  }

  /** Notes the young changes whose lines the fix at `index` replaces. */
  #noteMended(files: readonly FileEdit[], index: number): void {
    const mergedAt = (change: number) => this.#changes[change]?.mergedAtMs ?? 0;
    const earliestMs = mergedAt(index) - hotfixedWithinDays * 86_400_000;
    for (const owner of files.flatMap((file) => [...this.#owners.ownersOfDeleted(file)])) {
      if (mergedAt(owner) >= earliestMs && !this.#hotfixedBy.has(owner)) {
        this.#hotfixedBy.set(owner, index);
      }
    }
  }

  #named(indexes: ReadonlyMap<number, number>): ReadonlyMap<number, ChangeReference> {
    const named = new Map<number, ChangeReference>();
    for (const [index, by] of indexes) {
      const change = this.#changes[by];
      if (change !== undefined) named.set(index, toReference(change));
    }
    return named;
  }

  #isSource(file: FileChange): boolean {
    if (file.previousPath !== undefined) return this.#classify(file);
    let isSource = this.#sourceByPath.get(file.path);
    if (isSource === undefined) {
      isSource = this.#classify(file);
      this.#sourceByPath.set(file.path, isSource);
    }
    return isSource;
  }

  #classify(file: FileChange): boolean {
    return classifyFileChange(file, this.#ignoreGlobs) === "source";
  }
}

function toReference({ sha, number, title }: ChangeReference): ChangeReference {
  return { sha, number, title };
}
