import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { eligibilityQuestions } from "#core/approval/eligibility.ts";
import type { ChangeDecision } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { Account } from "#core/change/facts.ts";
import type { Eligibility, ObservedChange, Review } from "#core/change/observed-change.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import { isAtLeast, riskLevels } from "#core/risk/level.ts";
import { alice, bob, commitBy, dependabot, fileChange } from "../../support/facts.ts";
import {
  carol,
  codeOwnersFile,
  dave,
  earlierSha,
  erin,
  headSha,
  now,
  observedChange,
  reviewBy,
} from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

const people: readonly Account[] = [alice, bob, carol, dave, erin];

const eligibility: Eligibility = {
  permissions: { alice: "admin", bob: "write", carol: "maintain", dave: "read", erin: "admin" },
  teams: { "acme/sre": ["bob", "carol"], "acme/data": ["carol", "dave"], "acme/ops": ["alice"] },
};

const level = fc.constantFrom(...riskLevels);
const principal = fc.constantFrom(
  "@acme/sre",
  "@acme/data",
  "write",
  "admin",
  "@bob",
  "@dave",
  "change-manager",
  "code-owners",
);
const requirement = fc.record({
  from: fc.uniqueArray(principal, { minLength: 1, maxLength: 3 }),
  count: fc.integer({ min: 1, max: 2 }),
});
const requirements = fc.array(requirement, { maxLength: 2 });
const condition = fc.oneof(
  fc.record({ minRisk: level }),
  fc.record({ maxRisk: level }),
  fc
    .record({ minRisk: level, maxRisk: level })
    .filter(({ minRisk, maxRisk }) => isAtLeast(maxRisk, minRisk)),
  fc.constantFrom(
    { onlyFiles: ["docs/**"] },
    { files: ["src/**"] },
    { authors: ["@acme/ops"] },
    { authors: ["bob"] },
    { minLines: 30 },
  ),
);
const policyFile = fc.record(
  {
    mode: fc.constantFrom("enforce", "observe"),
    branches: fc.constantFrom(["main"], ["release/*"]),
    risk: level.map((atLeast) => ({
      rules: [{ name: "floor", when: { files: ["**"] }, atLeast }],
    })),
    standard: fc.array(fc.record({ name: fc.constant("kind"), when: condition }), { maxLength: 1 }),
    approvals: fc.record({
      low: requirements,
      medium: requirements,
      high: requirements,
      critical: requirements,
      also: fc.array(
        fc.record({
          name: fc.constant("also"),
          when: condition,
          require: fc.array(requirement, { minLength: 1, maxLength: 1 }),
        }),
        { maxLength: 1 },
      ),
    }),
    freezes: fc.array(
      fc.record(
        {
          name: fc.constantFrom("early", "late"),
          from: fc.constantFrom("2026-11-20T08:00", "2026-11-20T12:00:01"),
          to: fc.constant("2026-11-20T18:00"),
          branches: fc.constantFrom(["main"], ["release/*"]),
          allow: fc.constantFrom(
            { types: ["standard"] },
            { types: ["normal"] },
            { types: ["normal"], maxRisk: "low" },
            { maxRisk: "medium" },
          ),
        },
        { requiredKeys: ["name", "from", "to"] },
      ),
      { maxLength: 1 },
    ),
    approvers: fc.record({
      distinct: fc.boolean(),
      mayNotBe: fc.subarray(["author", "committer", "co-author", "last-pusher"]),
    }),
  },
  { requiredKeys: ["mode"] },
);
const review = fc
  .record({
    reviewer: fc.constantFrom(...people, dependabot),
    state: fc.constantFrom<Review["state"]>(
      "approved",
      "changes-requested",
      "commented",
      "dismissed",
    ),
    commitSha: fc.constantFrom(headSha, headSha, earlierSha),
  })
  .map(({ reviewer, ...rest }) => reviewBy(reviewer, rest));

const situation = fc.record({
  facts: fc.record({
    files: fc.constantFrom(
      [fileChange("docs/a.md")],
      [fileChange("src/a.ts", { additions: 40 })],
      [fileChange("src/a.ts", { additions: 900 })],
      [fileChange("docs/a.md"), fileChange("src/a.ts")],
    ),
    commits: fc.constantFrom([commitBy(alice)], [commitBy(alice), commitBy(bob)]),
  }),
  lastPusher: fc.constantFrom(alice, carol, null),
  reviews: fc.array(review, { maxLength: 8 }),
  codeOwners: fc.constantFrom(
    null,
    codeOwnersFile("* @acme/sre @dave"),
    codeOwnersFile("src/ @bob\n*.md @acme/data @erin"),
  ),
  policies: fc.tuple(
    fc.option(policyFile.map((file) => policySource(file, "organisation"))),
    fc.option(policyFile.map((file) => policySource(file))),
  ),
});
type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

function observe({ policies, ...rest }: Situation): ObservedChange {
  return observedChange({
    ...rest,
    eligibility,
    policies: policies.filter((policy): policy is PolicySource => policy !== null),
  });
}

/** Whether the check keeps the merge closed. */
function holds(observed: ObservedChange): boolean {
  const decision = decideChange(observed, now);
  return (
    decision.kind === "decided" && decision.mode === "enforce" && decision.verdict !== "approved"
  );
}

function decided(observed: ObservedChange): ChangeDecision | null {
  const decision = decideChange(observed, now);
  return decision.kind === "decided" ? decision : null;
}

test("one more approval never closes what was open", () => {
  fc.assert(
    fc.property(situation, fc.constantFrom(...people), (before, person) => {
      const observed = observe(before);
      const approved = { ...observed, reviews: [...observed.reviews, reviewBy(person)] };
      expect(holds(approved) && !holds(observed)).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("one more policy never opens what was closed", () => {
  fc.assert(
    fc.property(situation, fc.nat(1), (both, index) => {
      const alone = both.policies.map((policy, at) => (at === index ? policy : null));
      const one = observe({ ...both, policies: [alone[0] ?? null, alone[1] ?? null] });
      expect(holds(one) && !holds(observe(both))).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test("the order of different people's reviews makes no difference", () => {
  fc.assert(
    fc.property(
      situation,
      fc.array(fc.nat(100), { minLength: 7, maxLength: 7 }),
      (given, order) => {
        const observed = observe(given);
        const rank = ({ reviewer }: Review) => order[(reviewer?.id ?? 0) % 7] ?? 0;
        const reviews = [...observed.reviews].sort((a, b) => rank(a) - rank(b));
        expect(decideChange({ ...observed, reviews }, now)).toEqual(decideChange(observed, now));
      },
    ),
    { numRuns: 300 },
  );
});

test("no answer beyond the questions that were asked is used", () => {
  fc.assert(
    fc.property(situation, (given) => {
      const observed = observe(given);
      const { permissions, teams } = eligibilityQuestions(observed);
      const answered: Eligibility = {
        permissions: Object.fromEntries(
          Object.entries(eligibility.permissions).filter(([login]) => permissions.includes(login)),
        ),
        teams: Object.fromEntries(
          Object.entries(eligibility.teams).map(([team, members]) => [
            team,
            members.filter((member) =>
              teams.some(
                ({ organization, slug, login }) =>
                  `${organization}/${slug}` === team && login === member,
              ),
            ),
          ]),
        ),
      };
      expect(decideChange({ ...observed, eligibility: answered }, now)).toEqual(
        decideChange(observed, now),
      );
    }),
    { numRuns: 500 },
  );
});

test("until it is to be decided again, time alone changes no verdict", () => {
  fc.assert(
    fc.property(situation, fc.integer({ min: 0, max: 48 * 3_600_000 }), (given, laterMs) => {
      const observed = observe(given);
      const decision = decideChange(observed, now);
      const later = decideChange(observed, now + laterMs);
      if (decision.kind !== "decided" || later.kind !== "decided") return;
      const again = decision.decideAgainAt;
      if (again !== null && Date.parse(again) <= now + laterMs) return;
      expect(later).toEqual(decision);
    }),
    { numRuns: 300 },
  );
});

test("a change is held exactly when there is a reason", () => {
  fc.assert(
    fc.property(situation, (given) => {
      const decision = decided(observe(given));
      if (decision === null) return;
      expect(decision.verdict === "approved").toBe(decision.reasons.length === 0);
    }),
    { numRuns: 300 },
  );
});
