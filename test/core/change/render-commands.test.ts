import { describe, test } from "@jest/globals";
import { decideChange } from "#core/change/decide-change.ts";
import type { ChangeFacts } from "#core/change/facts.ts";
import type { OwedReview } from "#core/change/recorded-facts.ts";
import { renderChange } from "#core/change/render-change.ts";
import {
  approve,
  approveAsManager,
  commandBy,
  emergency,
  hold,
  override,
  recordedCommands,
  reject,
  setRisk,
  unapprove,
} from "../../support/commands.ts";
import { describeDesired } from "../../support/desired-change.ts";
import { alice, bob, fileChange } from "../../support/facts.ts";
import { expectGolden } from "../../support/golden.ts";
import {
  carol,
  dave,
  earlierSha,
  erin,
  now,
  observedChange,
  reviewBy,
} from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

const ledger = { seq: 42, hash: "c0ffee".padEnd(64, "0") };

const shop = {
  roles: { "change-manager": ["@acme/cab"], "release-manager": ["@acme/releng"] },
  approvals: {
    medium: [{ from: ["write"] }],
    high: [{ from: ["write"] }, { name: "reliability", from: ["@acme/sre"] }],
    critical: [{ from: ["change-manager"], count: 2 }],
    also: [
      {
        name: "DBA signs off on schema",
        when: { files: ["db/migrations/**"] },
        require: [{ from: ["@acme/data"] }],
      },
    ],
  },
  emergency: {
    declare: ["@acme/oncall", "change-manager"],
    approvals: [{ from: ["@acme/oncall"] }],
    overdue: "hold-normal",
  },
};
const medium: Partial<ChangeFacts> = {
  files: [fileChange("src/checkout.ts", { additions: 48, deletions: 12 })],
};
const migration: Partial<ChangeFacts> = {
  files: [fileChange("db/migrations/0042_orders.sql", { status: "added", additions: 12 })],
};
const eligibility = {
  permissions: { bob: "write", carol: "write", dave: "admin", erin: "read" },
  teams: {
    "acme/sre": ["carol"],
    "acme/cab": ["dave", "erin"],
    "acme/data": ["erin"],
    "acme/oncall": ["bob", "carol"],
  },
} as const;

const overdue: readonly OwedReview[] = [
  {
    number: 3,
    because: "emergency",
    dueMs: Date.parse("2026-11-18T09:30:00Z"),
    issueNumber: 5,
  },
  { number: 4, because: "override", dueMs: Date.parse("2026-11-20T08:00:00Z"), issueNumber: null },
];
const adHocFreezes = [
  {
    target: "main",
    fromMs: now - 3_600_000,
    untilMs: now + 7_200_000,
    reason: "the data centre moves",
    by: erin,
  },
];

type Situation = Parameters<typeof observedChange>[0];

const policies = [policySource(shop)];
const situations: readonly (readonly [string, Situation])[] = [
  ["hold", { policies, recorded: recordedCommands([commandBy(bob, hold)]) }],
  [
    "holds-of-two-beside-approvals",
    {
      policies: [policySource({ ...shop, commands: { prefix: "sluice" } })],
      facts: medium,
      recorded: recordedCommands([
        commandBy(bob, hold),
        commandBy(carol, { kind: "hold", reason: null }),
      ]),
    },
  ],
  [
    "reject",
    {
      policies,
      facts: migration,
      reviews: [reviewBy(carol)],
      recorded: recordedCommands([commandBy(erin, reject)]),
    },
  ],
  [
    "reject-lifted",
    {
      policies,
      facts: medium,
      recorded: recordedCommands([
        commandBy(bob, approve),
        commandBy(carol, approve),
        commandBy(bob, reject),
        commandBy(carol, unapprove),
        commandBy(dave, approveAsManager),
      ]),
    },
  ],
  [
    "risk-raised",
    {
      policies,
      facts: medium,
      recorded: recordedCommands([commandBy(bob, setRisk("raise", "high"))]),
    },
  ],
  [
    "risk-lowered",
    {
      policies,
      facts: migration,
      recorded: recordedCommands([commandBy(dave, setRisk("lower", "low"))]),
    },
  ],
  [
    "risk-lowering-lapsed",
    {
      policies,
      facts: medium,
      recorded: recordedCommands([commandBy(carol, setRisk("lower", "low"))]),
    },
  ],
  [
    "emergency-waiting",
    {
      policies,
      facts: migration,
      recorded: recordedCommands([commandBy(bob, emergency), commandBy(bob, approve)]),
    },
  ],
  [
    "emergency-approved",
    {
      policies,
      facts: migration,
      recorded: recordedCommands([commandBy(bob, emergency), commandBy(carol, approve)]),
    },
  ],
  [
    "override",
    {
      policies,
      facts: migration,
      recorded: recordedCommands([commandBy(carol, reject), commandBy(dave, override)]),
    },
  ],
  [
    "override-held",
    {
      policies,
      facts: migration,
      recorded: recordedCommands([commandBy(dave, override), commandBy(carol, hold)]),
    },
  ],
  [
    "override-lapsed",
    { policies, facts: medium, recorded: recordedCommands([commandBy(bob, override)]) },
  ],
  ["ad-hoc-freeze", { policies, recorded: recordedCommands([], { adHocFreezes }) }],
  [
    "overdue-review-held",
    { policies, facts: medium, recorded: recordedCommands([], { owedReviews: overdue }) },
  ],
  [
    "overdue-review-warned",
    {
      policies: [policySource({ ...shop, emergency: { ...shop.emergency, overdue: "warn" } })],
      recorded: recordedCommands([], { owedReviews: overdue }),
    },
  ],
  [
    "approval-by-command",
    {
      policies,
      facts: migration,
      reviews: [reviewBy(bob)],
      recorded: recordedCommands([
        commandBy(carol, approve),
        commandBy(erin, approve, { headSha: earlierSha }),
        commandBy(alice, approve),
      ]),
    },
  ],
];

describe("what people read on a pull request after commands", () => {
  test.each(situations)("%s", (name, situation) => {
    const observed = observedChange({ eligibility, ...situation });
    const decision = decideChange(observed, now);
    if (decision.kind === "not-controlled") throw new Error("the change is not controlled");
    const rendered = renderChange(observed, decision, ledger);
    expectGolden(`change/commands/${name}.md`, describeDesired(rendered));
  });
});
