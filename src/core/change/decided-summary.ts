import { z } from "zod";

/** What the ledger's entry of a decision says of it, as far as later decisions need it; `summariseDecision` writes it. */
export const DecidedSummary = z
  .object({
    verdict: z.enum(["approved", "waiting", "rejected", "invalid"]),
    mode: z.enum(["enforce", "observe"]),
    type: z.enum(["standard", "normal", "emergency"]),
    /** The head commit and the base branch that it was about. */
    head: z.string(),
    base: z.string(),
  })
  .readonly();
export type DecidedSummary = z.infer<typeof DecidedSummary>;
