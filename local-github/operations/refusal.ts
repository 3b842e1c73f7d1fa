/** What GitHub answers when it does not do what it was asked. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** GraphQL's `errors[].type`. */
  readonly type: string;
  /** Entries of REST's `errors`. */
  readonly details: readonly unknown[];

  constructor(
    status: number,
    message: string,
    details: readonly unknown[] = [],
    type: string = graphqlTypes[status] ?? "UNPROCESSABLE",
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.details = details;
  }
}

const graphqlTypes: Readonly<Record<number, string>> = { 403: "FORBIDDEN", 404: "NOT_FOUND" };

/** "There is no such thing", or the asker may not know of it. */
export function notFound(message = "Not Found"): Refusal {
  return new Refusal(404, message);
}

/** A request that is well formed and can't be done. */
export function unprocessable(message: string, details: readonly unknown[] = []): Refusal {
  return new Refusal(422, message, details);
}
