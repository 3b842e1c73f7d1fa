import { MainlineMemory } from "#core/history/mainline-memory.ts";
import type { PastChange } from "#core/history/past-change.ts";
import type { Policy } from "#core/policy/schema.ts";
import { decidePastChange, type PastDecision } from "./decide-past-change.ts";
import type { JudgedChange } from "./judged-change.ts";
import { type JudgedRange, trimmedDays } from "./judged-range.ts";

type DecidedChange = Omit<JudgedChange, "revertedBy" | "hotfixedBy">;

/** Plays a mainline through a policy, change by change. */
export class Replay {
  readonly #policy: Policy;
  readonly #range: JudgedRange;
  readonly #memory: MainlineMemory;
  readonly #decided = new Map<number, DecidedChange>();
  #latestMs = 0;

  /** Changes outside `range` are remembered, not judged. */
  constructor(policy: Policy, range: JudgedRange) {
    this.#policy = policy;
    this.#range = range;
    this.#memory = new MainlineMemory(policy.risk.ignore);
  }

  /** The number of changes so far. */
  get length(): number {
    return this.#memory.length;
  }

  /** Takes the next change. Throws when the policy does not control its branch. */
  add(change: PastChange): void {
    const index = this.length;
    if (index >= this.#range.from && index < this.#range.to) {
      const decision = decidePastChange(change.sha, this.#memory.factsOf(change), this.#policy);
      this.#decided.set(index, this.#summarise(change, decision));
    }
    this.#memory.remember(change);
    this.#latestMs = change.mergedAtMs;
  }

  /**
   * The judged changes, with what became of each. Where the replay has not reached the end, those are left out that were
   * too young by then.
   */
  judged(): readonly JudgedChange[] {
    const { revertedBy, hotfixedBy } = this.#memory.aftermath();
    const old = [...this.#decided].filter(
      ([, { mergedAtMs }]) => mergedAtMs <= this.#latestMs - trimmedDays * 86_400_000,
    );
    return old.map(([index, change]) => ({
      ...change,
      revertedBy: revertedBy.get(index) ?? null,
      hotfixedBy: hotfixedBy.get(index) ?? null,
    }));
  }

  /** What the report needs of a change and its decision: a history has many, and their texts are long. */
  #summarise(change: PastChange, decision: PastDecision): DecidedChange {
    const { sha, number, mergedAtMs, facts } = change;
    const { type, level, score, risk, standardRule, requirements } = decision;
    return {
      sha,
      number,
      title: facts.title,
      mergedAtMs,
      linesAdded: facts.files.reduce((sum, { additions }) => sum + additions, 0),
      sourceLines: this.#memory
        .sourceFilesOf(facts.files)
        .reduce((sum, { additions, deletions }) => sum + additions + deletions, 0),
      type,
      level,
      score,
      scoreLevel: risk.scoreLevel,
      floors: risk.floors.map(({ name, atLeast }) => ({ name, atLeast })),
      standardRule,
      requirements: requirements.map(({ requirement }) => requirement),
    };
  }
}
