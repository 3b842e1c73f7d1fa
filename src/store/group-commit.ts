/** Joins concurrent writes into one transaction, so that they share the wait for the disk. */
export type GroupCommit<Item, Result> = {
  /** Resolves when the item is durable. */
  write(item: Item): Promise<Result>;
  /** Resolves when nothing is left to write. */
  settled(): Promise<void>;
};

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * One group is written at a time. A group begins `lingerMs` after its first item came, or when the group before it is written, whichever is
 * later.
 *
 * @param writeGroup writes all items in one transaction or none; gives a result for each
 * @param isFaultOfItem whether an error lies in the items: then each is written by itself, so that only the faulty one is refused
 */
export function groupCommit<Item, Result>(options: {
  readonly lingerMs: number;
  readonly mostItems: number;
  readonly writeGroup: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly isFaultOfItem: (error: unknown) => boolean;
}): GroupCommit<Item, Result> {
  const { lingerMs, mostItems, writeGroup, isFaultOfItem } = options;
  const queue: Waiting<Item, Result>[] = [];
  let writing: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, lingerMs));
    while (queue.length > 0) {
      await settle(queue.splice(0, mostItems));
      // Let requests that came meanwhile join the next group: SQLite's driver does not yield.
      await new Promise((resolve) => setImmediate(resolve));
    }
    writing = null;
  }

  async function settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await writeGroup(group.map(({ item }) => item));
      for (const [index, result] of results.entries()) group[index]?.resolve(result);
    } catch (error) {
      if (group.length > 1 && isFaultOfItem(error)) {
        for (const waiting of group) await settle([waiting]);
        return;
      }
      for (const { reject } of group) reject(error);
    }
  }

  return {
    write: (item) =>
      new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        writing ??= writeAll();
      }),
    async settled() {
      await writing;
    },
  };
}
