/** What a check of the schema found: what is wrong, and how to right it. */
export type SchemaProblem = {
  readonly code: "custom";
  readonly message: string;
  readonly params: { readonly remedy: string };
  readonly path: (string | number)[];
};

/** A problem at `path`, which counts from the value that is checked. The remedy is a whole sentence. */
export function problem(
  message: string,
  remedy: string,
  path: readonly (string | number)[] = [],
): SchemaProblem {
  return { code: "custom", message, params: { remedy }, path: [...path] };
}
