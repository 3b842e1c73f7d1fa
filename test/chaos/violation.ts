/** Something that must never be. */
export type Violation = {
  /** Seconds since the run began. */
  readonly atSeconds: number;
  /** `round 12`, or `calm after round 10`. */
  readonly during: string;
  /** Which invariant. */
  readonly kind:
    | "passed wrongly"
    | "doubled"
    | "lost"
    | "wrong in the end"
    | "not settled"
    | "broken chain"
    | "secret told"
    | "unhandled";
  /** Such as `acme/shop#12`. */
  readonly subject: string;
  readonly what: string;
};

/** What an invariant found, before it is known when. */
export type Finding = Pick<Violation, "kind" | "subject" | "what">;
