import { z } from "zod";

/** What has become of a gate: only `waiting` can still change. */
export const GateState = z.enum(["waiting", "released", "rejected", "superseded", "expired"]);
export type GateState = z.infer<typeof GateState>;

/** Something that a gate waits for. Texts are plain. */
const GateReason = z.object({
  /** Completes "waits for …". */
  missing: z.string(),
  /** A sentence, or several. */
  whoCanResolve: z.string(),
});

/** One change of the set, as far as a pipeline shows it. */
const GateAnswerChange = z.object({
  /** Null: pushed without a pull request. */
  number: z.int().nullable(),
  /** The commit that brought it. */
  sha: z.string(),
  title: z.string(),
  author: z.string(),
  approved: z.boolean(),
});

/** A gate as the API answers: the decision is here, never in the HTTP status. */
export const GateAnswer = z.object({
  id: z.string(),
  state: GateState,
  reasons: z.array(GateReason).readonly(),
  changes: z.array(GateAnswerChange).readonly(),
  /** When to ask again; 0 once nothing will change any more. */
  retryAfterSeconds: z.number().nonnegative(),
});
export type GateAnswer = Readonly<z.infer<typeof GateAnswer>>;
