import { Refusal } from "../operations/refusal.ts";

/** The arguments by which GraphQL pages. */
export type PageArguments = {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
};

const mostInPage = 100;

/** One page of a list, by GitHub's rules: `first` or `last` must be said, and be 100 at most. */
export function connection<Item>(
  name: string,
  { first, last, after, before }: PageArguments,
  items: readonly Item[],
  view: (item: Item) => unknown,
): object {
  refuseSize(name, first ?? last ?? null);
  const from = after ? indexOf(after) + 1 : 0;
  const to = before ? indexOf(before) : items.length;
  const start = last && !first ? Math.max(from, to - last) : from;
  const end = first ? Math.min(to, from + first) : to;
  const shown = items.slice(start, end);
  return {
    totalCount: items.length,
    nodes: () => shown.map(view),
    edges: () =>
      shown.map((item, index) => ({ cursor: cursorOf(start + index), node: () => view(item) })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: shown.length > 0 ? cursorOf(start) : null,
      endCursor: shown.length > 0 ? cursorOf(end - 1) : null,
    },
  };
}

function refuseSize(name: string, size: number | null): void {
  if (size === null) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw new Refusal(422, message, [], "MISSING_PAGINATION_BOUNDARIES");
  }
  if (size < 1 || size > mostInPage) {
    const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of ${mostInPage} records.`;
    throw new Refusal(422, message, [], "EXCESSIVE_PAGINATION");
  }
}

function cursorOf(index: number): string {
  return Buffer.from(`cursor:${index}`).toString("base64");
}

function indexOf(cursor: string): number {
  const found = /^cursor:(\d+)$/.exec(Buffer.from(cursor, "base64").toString());
  if (!found) throw new Refusal(422, `\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(found[1]);
}
