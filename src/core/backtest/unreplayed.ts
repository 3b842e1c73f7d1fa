import { parsePrincipal } from "#core/policy/principal.ts";
import type { Condition, Policy } from "#core/policy/schema.ts";
import { listed } from "#core/text/words.ts";

/** What a local history can't tell, and so what of the policy was not tried; sentences, empty when all was. */
export function findUnreplayed(policy: Policy): readonly string[] {
  const named = [...policy.risk.rules, ...policy.standard, ...(policy.approvals?.also ?? [])];
  const rulesWith = (asks: (when: Condition) => boolean) =>
    named.filter(({ when }) => asks(when)).map(({ name }) => name);
  const tell = (rules: readonly string[], sentence: (names: string) => string) =>
    rules.length === 0 ? [] : [sentence(listed(rules, { limit: 5 }))];
  return [
    ...tell(
      rulesWith(({ labels }) => labels !== undefined),
      (names) => `A history keeps no labels: rules that ask for one never applied (${names}).`,
    ),
    ...tell(
      rulesWith(({ fork }) => fork !== undefined),
      (names) => `A history does not tell forks: every change counted as none (${names}).`,
    ),
    ...tell(
      rulesWith(({ authors = [] }) => authors.some((one) => parsePrincipal(one)?.kind === "team")),
      (names) => `A history knows no teams: nobody counted as a member (${names}).`,
    ),
    ...(policy.freezes.length === 0
      ? []
      : [`Freezes are not replayed yet (${listed(policy.freezes.map(({ name }) => name))}).`]),
    ...(policy.emergency === undefined ? [] : ["No change counted as an emergency."]),
  ];
}
