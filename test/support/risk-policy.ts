import type { z } from "zod";
import { Policy } from "#core/policy/schema.ts";

/** A valid policy with the given `risk` part, as a policy file writes it. */
export function policyWithRisk(risk: z.input<typeof Policy>["risk"] = {}): Policy {
  return Policy.parse({ version: 1, risk });
}
