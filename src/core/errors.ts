/** A mistake of the user's that the user can right: what is wrong, where, and how to right it. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** Work that will succeed later by itself: GitHub is away, a limit is reached, a state is not readable yet. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
  /** Not before this moment, milliseconds since the epoch; null leaves it to the queue's back-off. */
  readonly notBeforeMs: number | null;

  constructor(message: string, notBeforeMs: number | null = null, options?: ErrorOptions) {
    super(message, options);
    this.notBeforeMs = notBeforeMs;
  }
}

/** Work that no retry will mend: it is set aside, visibly, until a person looks at it. */
export class TerminalError extends Error {
  override readonly name = "TerminalError";
}
