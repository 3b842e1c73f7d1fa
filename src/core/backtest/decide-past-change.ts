import type { ChangeDecision, PolicyDecision } from "#core/change/change-decision.ts";
import { decideUnapproved } from "#core/change/decide-unapproved.ts";
import type { ChangeFacts } from "#core/change/facts.ts";
import type { Policy } from "#core/policy/schema.ts";

const nowhere = { owner: "local", name: "history" };

/** A decision by one policy alone. */
export type PastDecision = Pick<ChangeDecision, "type" | "level" | "score"> &
  Pick<PolicyDecision, "risk" | "standardRule" | "requirements">;

/**
 * What the server would have decided when the change was open and nobody had approved it yet, by its very function.
 *
 * @throws Error when the policy does not control the branch
 */
export function decidePastChange(sha: string, facts: ChangeFacts, policy: Policy): PastDecision {
  const content = { kind: "valid", policy } as const;
  const decision = decideUnapproved({ headSha: sha, facts, defaultBranch: facts.baseBranch }, [
    { origin: "repository", repository: nowhere, blobSha: "", content },
  ]);
  if (decision.kind !== "decided" || decision.policies[0] === undefined) {
    throw new Error(`The policy does not control ${facts.baseBranch}`);
  }
  const { risk, standardRule, requirements } = decision.policies[0];
  const { type, level, score } = decision;
  return { type, level, score, risk, standardRule, requirements };
}
