import type { PolicySource } from "#core/policy/policy-source.ts";
import type { ChangeDecision, NotControlled } from "./change-decision.ts";
import { decideChange } from "./decide-change.ts";
import type { ChangeFacts } from "./facts.ts";
import type { ObservedChange } from "./observed-change.ts";
import { nothingRecorded } from "./recorded-facts.ts";
import { withoutFreezes } from "./without-freezes.ts";

const nowhere = { owner: "local", name: "history" };

/**
 * What policies decide of a change that nobody has approved yet, by the very function that decides open changes: for a
 * change of the past, or under a policy that does not hold yet. Nobody counts as a member of a team, and freezes are left
 * out: they ask when a change is merged, not what it is.
 */
export function decideUnapproved(
  change: {
    readonly headSha: string;
    readonly facts: ChangeFacts;
    readonly defaultBranch: string;
    /** Not given: nobody owns anything. */
    readonly codeOwners?: ObservedChange["codeOwners"];
  },
  policies: readonly PolicySource[],
): ChangeDecision | NotControlled {
  const observed = {
    codeOwners: null,
    ...change,
    repository: nowhere,
    number: 0,
    state: "open",
    draft: false,
    baseSha: "",
    reviews: [],
    lastPusher: change.facts.author,
    eligibility: { permissions: {}, teams: {} },
    policies: policies.map(withoutFreezes),
    recorded: nothingRecorded,
  } as const;
  return decideChange(observed, 0);
}
