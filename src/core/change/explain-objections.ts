import { capitalised } from "#core/text/words.ts";
import type { Reason } from "./change-decision.ts";
import type { InForce } from "./in-force.ts";
import { type Remedies, sayWhy } from "./remedies.ts";

/** Why the change is rejected: one reason for each person who rejects it. */
export function explainRejections(
  { rejections }: Pick<InForce, "rejections">,
  { changeManager, command }: Remedies,
): readonly Reason[] {
  return rejections.map(({ by, reason }) => ({
    origin: null,
    kind: "rejection",
    missing: `@${by.login} to lift the rejection`,
    whoCanResolve: `${sayWhy(`@${by.login} rejected this change`, reason)} @${by.login} lifts that by approving it. ${capitalised(changeManager)} who did not author it can lift it too, with ${command("approve")} or ${command("override")}.`,
  }));
}

/** Why the change is on hold: one reason for each person who holds it. */
export function explainHolds(
  { holds }: Pick<InForce, "holds">,
  { changeManager, command }: Remedies,
): readonly Reason[] {
  return holds.map(({ by, reason }) => ({
    origin: null,
    kind: "hold",
    missing: `@${by.login} to lift the hold`,
    whoCanResolve: `${sayWhy(`@${by.login} holds this change`, reason)} @${by.login} or ${changeManager} can lift it with ${command("unhold")}.`,
  }));
}
