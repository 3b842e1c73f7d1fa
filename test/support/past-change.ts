import type { FileEdit, PastChange } from "#core/history/past-change.ts";
import { alice, commitBy } from "./facts.ts";

/** An edit of src/app.ts by its hunks: old start, old count, new start, new count, as in a diff without context. */
export function edit(overrides: Partial<FileEdit> = {}): FileEdit {
  const hunks = overrides.hunks ?? [];
  const sum = (offset: number) =>
    hunks.filter((_, i) => i % 4 === offset).reduce((total, count) => total + count, 0);
  return {
    path: "src/app.ts",
    status: "modified",
    kind: "text",
    additions: sum(3),
    deletions: sum(1),
    hunks,
    ...overrides,
  };
}

type Overrides = {
  readonly title?: string;
  readonly message?: string;
  readonly number?: number;
  /** Since 2024-01-01. */
  readonly day?: number;
  readonly files?: readonly FileEdit[];
  readonly facts?: Partial<PastChange["facts"]>;
};

/** The change with the given index in a mainline: one commit by alice, a day after the one before. */
export function pastChange(index: number, overrides: Overrides = {}): PastChange {
  const sha = (index + 1).toString(16).padStart(40, "0");
  const title = overrides.title ?? `Change ${index}`;
  const message = overrides.message ?? title;
  return {
    sha,
    mergedAtMs: Date.UTC(2024, 0, 1) + (overrides.day ?? index) * 86_400_000,
    number: overrides.number ?? null,
    message,
    facts: {
      title,
      author: alice,
      baseBranch: "main",
      labels: [],
      fork: false,
      files: overrides.files ?? [],
      commits: [commitBy(alice, { sha, message })],
      totals: null,
      ...overrides.facts,
    },
  };
}
