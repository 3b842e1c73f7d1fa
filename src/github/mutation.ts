/** One write of a mutation. */
export type MutationField = {
  /** GraphQL's name, e.g. `addComment`; GitHub calls its input's type `AddCommentInput`. */
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What is wanted back, in GraphQL; not given: what is usual for such a write. */
  readonly selection?: string;
};

/**
 * Puts writes into one mutation; the one at index `i` has the alias `write<i>`.
 *
 * GraphQL runs them one after the other, and the failure of one leaves the others be, see
 * https://spec.graphql.org/October2021/#sec-Mutation
 */
export function composeMutation(
  operation: string,
  fields: readonly MutationField[],
): { readonly text: string; readonly variables: Readonly<Record<string, unknown>> } {
  const parameters = fields.map(({ name }, index) => `$input${index}: ${inputType(name)}!`);
  const writes = fields.map(
    ({ name, selection = selections[name] ?? "clientMutationId" }, index) =>
      `  write${index}: ${name}(input: $input${index}) { ${selection} }`,
  );
  return {
    text: `mutation ${operation}(${parameters.join(", ")}) {\n${writes.join("\n")}\n}`,
    variables: Object.fromEntries(fields.map(({ input }, index) => [`input${index}`, input])),
  };
}

/** What is wanted back of a write, where it is more than its success. */
const selections: Readonly<Record<string, string>> = {
  createLabel: "label { id }",
  revertPullRequest: "revertPullRequest { number }",
};

/** The index of the write that an error's path speaks of; null for the whole mutation. */
export function indexOfPath(path: readonly (string | number)[]): number | null {
  const index = /^write(\d+)$/.exec(String(path[0]))?.[1];
  return index === undefined ? null : Number(index);
}

function inputType(mutation: string): string {
  return `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
}
