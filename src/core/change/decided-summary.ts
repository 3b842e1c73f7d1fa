import { z } from "zod";
import { riskLevels } from "#core/risk/level.ts";

const declarationSchema = z
  .object({
    by: z.object({ id: z.number(), login: z.string() }).readonly(),
    /** ISO 8601. */
    at: z.string(),
    reason: z.string().nullable(),
  })
  .readonly();

const requirementSchema = z.object({
  approvals: z.array(z.object({ login: z.string(), commit: z.string().nullable() }).readonly()),
});

/** What the ledger's entry of a decision says of it, as far as it is asked after the merge; `summariseDecision` writes it. */
export const DecidedSummary = z
  .object({
    verdict: z.enum(["approved", "waiting", "rejected", "invalid"]),
    mode: z.enum(["enforce", "observe"]),
    type: z.enum(["standard", "normal", "emergency"]),
    level: z.enum(riskLevels),
    /** The head commit and the base branch that it was about. */
    head: z.string(),
    base: z.string(),
    emergency: declarationSchema.optional(),
    override: declarationSchema.optional(),
    owedInReview: z.array(z.object({ missing: z.string() })).default([]),
    policies: z.array(z.object({ requirements: z.array(requirementSchema).default([]) })),
  })
  .readonly();
export type DecidedSummary = z.infer<typeof DecidedSummary>;

/** Who approved which commit, each person and commit once. */
export function approvalsIn({ policies }: DecidedSummary): readonly Approval[] {
  const given = policies.flatMap(({ requirements }) =>
    requirements.flatMap(({ approvals }) => approvals),
  );
  return [...new Map(given.map((one) => [`${one.login} ${one.commit}`, one])).values()];
}

type Approval = { readonly login: string; readonly commit: string | null };
