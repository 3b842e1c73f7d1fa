import type { Account } from "#core/change/facts.ts";
import type { Eligibility, ObservedChange, Review } from "#core/change/observed-change.ts";
import type { CommandEffect } from "#core/command/given-command.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import { duties } from "#core/policy/schema.ts";
import { isAtLeast, riskLevels } from "#core/risk/level.ts";
import {
  approve,
  approveAsManager,
  commandBy,
  emergency,
  hold,
  normal,
  override,
  reject,
  setRisk,
  unapprove,
  unhold,
  unholdAll,
} from "./commands.ts";
import { alice, bob, commitBy, dependabot, fileChange } from "./facts.ts";
import { fc } from "./fast-check.ts";
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
} from "./observed-change.ts";
import { policySource } from "./policy.ts";

export const people: readonly Account[] = [alice, bob, carol, dave, erin];

export const eligibility: Eligibility = {
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
            { types: ["emergency"] },
            { types: ["normal"], maxRisk: "low" },
            { maxRisk: "medium" },
          ),
        },
        { requiredKeys: ["name", "from", "to"] },
      ),
      { maxLength: 1 },
    ),
    emergency: fc.record({
      declare: fc.uniqueArray(principal, { minLength: 1, maxLength: 2 }),
      approvals: fc.array(requirement, { minLength: 1, maxLength: 2 }),
      overdue: fc.constantFrom("warn", "hold-normal"),
    }),
    roles: fc.record({
      "change-manager": fc.constantFrom(["@acme/data"], ["admin"], ["@bob", "write"]),
    }),
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

const effect = fc.constantFrom<CommandEffect>(
  approve,
  approveAsManager,
  unapprove,
  reject,
  hold,
  unhold,
  unholdAll,
  emergency,
  normal,
  override,
  setRisk("raise", "high"),
  setRisk("raise", "critical"),
  setRisk("lower", "low"),
  setRisk("lower", "medium"),
);
/** Commands by these people, some on an earlier head. */
export const givenBy = (...givers: readonly Account[]) =>
  fc
    .record({
      by: fc.constantFrom(...givers),
      effect,
      headSha: fc.constantFrom(headSha, headSha, earlierSha),
      // Commands and reviews of one moment, and in any order.
      atMs: fc.integer({ min: 0, max: 8 }).map((second) => now - 10_000 + second * 1_000),
    })
    .map(({ by, effect, ...rest }) => commandBy(by, effect, rest));
const recorded = fc.record({
  commands: fc.array(givenBy(...people), { maxLength: 5 }),
  adHocFreezes: fc.array(
    fc.record({
      target: fc.constantFrom("main", "production"),
      fromMs: fc.constantFrom(now - 1, now + 3_600_000),
      untilMs: fc.constant(now + 7_200_000),
      reason: fc.constant("x"),
      by: fc.constant(erin),
    }),
    { maxLength: 1 },
  ),
  owedReviews: fc.array(
    fc.record({
      number: fc.constant(3),
      because: fc.constant("override" as const),
      dueMs: fc.constantFrom(now, now + 3_600_000),
      issueNumber: fc.constant(null),
    }),
    { maxLength: 1 },
  ),
  earlierHeads: fc.constant([]),
});

/** Anything that a decision may have to be made of. */
export const situation = fc.record({
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
  recorded,
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
export type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

/** The situation as it was observed; who is eligible stays the same. */
export function observe({ policies, ...rest }: Situation): ObservedChange {
  return observedChange({
    ...rest,
    eligibility,
    policies: policies.filter((policy): policy is PolicySource => policy !== null),
  });
}

/** The same situation where no policy lets those approve who had a hand in the change. */
export function strict(situation: Situation): Situation {
  const [organisation, repository] = situation.policies;
  return { ...situation, policies: [withDuties(organisation), withDuties(repository)] };
}

function withDuties(source: PolicySource | null): PolicySource | null {
  if (source?.content.kind !== "valid") return source;
  const { policy } = source.content;
  const approvers = { ...policy.approvers, mayNotBe: [...duties] };
  return { ...source, content: { kind: "valid", policy: { ...policy, approvers } } };
}
