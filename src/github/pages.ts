const pageSize = 100;

/**
 * Reads pages of 100 until one is not full, at most `mostPages` of them; `complete` tells whether the end was reached.
 */
export async function everyPage<Item>(
  mostPages: number,
  readPage: (page: number) => Promise<readonly Item[]>,
): Promise<{ readonly items: readonly Item[]; readonly complete: boolean }> {
  const items: Item[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const read = await readPage(page);
    items.push(...read);
    if (read.length < pageSize) return { items, complete: true };
  }
  return { items, complete: false };
}
