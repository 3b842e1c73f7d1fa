/** Rows or values of one statement: both databases bound the number of its parameters. */
const mostAtOnce = 1_000;

/** The values in their order, so many at a time as one statement can take. */
export function chunks<Value>(values: readonly Value[]): readonly (readonly Value[])[] {
  const count = Math.ceil(values.length / mostAtOnce);
  return Array.from({ length: count }, (_, index) =>
    values.slice(index * mostAtOnce, (index + 1) * mostAtOnce),
  );
}
