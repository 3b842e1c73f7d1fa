import { describe, test } from "@jest/globals";
import { digestFiles } from "#core/approval/digest-diff.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { ChangeFacts } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { nothingRecorded } from "#core/change/recorded-facts.ts";
import { renderChange } from "#core/change/render-change.ts";
import { describeDesired } from "../../support/desired-change.ts";
import { alice, bob, commitBy, dependabot, fileChange } from "../../support/facts.ts";
import { expectGolden } from "../../support/golden.ts";
import {
  carol,
  codeOwnersFile,
  dave,
  earlierSha,
  erin,
  now,
  observedChange,
  reviewBy,
} from "../../support/observed-change.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

const ledger = { seq: 42, hash: "c0ffee".padEnd(64, "0") };

/** A repository's policy as one would write it. */
const shop = {
  roles: { "change-manager": ["@acme/cab"] },
  risk: {
    rules: [
      {
        name: "database migration",
        when: { files: ["db/migrations/**"] },
        points: 25,
        atLeast: "high",
      },
    ],
  },
  standard: [{ name: "documentation only", when: { onlyFiles: ["docs/**"] } }],
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
};

/** In force on the day of the tests, which is a Friday. */
const november = {
  name: "sale of the year",
  from: "2026-11-16T08:00",
  to: "2026-11-30T18:00:30",
  timeZone: "America/New_York",
  branches: ["main"],
  allow: { types: ["standard", "emergency"], maxRisk: "low" },
};
/** Begins an hour after the tests decide. */
const fridays = {
  name: "Friday afternoon",
  from: "2026-01-02T14:00",
  to: "2026-01-02T23:59",
  timeZone: "Europe/Berlin",
  repeat: "FREQ=WEEKLY;BYDAY=FR",
};

const medium: Partial<ChangeFacts> = {
  files: [fileChange("src/checkout.ts", { additions: 48, deletions: 12 })],
};
const high: Partial<ChangeFacts> = {
  files: [
    fileChange("src/checkout.ts", { additions: 180, deletions: 60 }),
    fileChange("src/payment/provider.ts", { additions: 95, deletions: 12 }),
  ],
};
const rebased = {
  files: [
    fileChange("src/checkout.ts", { additions: 240, blobSha: "b10b".padEnd(40, "0") }),
    fileChange("src/payment/provider.ts", { additions: 95, blobSha: "b10c".padEnd(40, "0") }),
  ],
};
const changedSha = "3c4d5e6".padEnd(40, "0");
const migration: Partial<ChangeFacts> = {
  files: [
    fileChange("db/migrations/0042_orders.sql", { status: "added", additions: 12 }),
    fileChange("src/orders.ts", { additions: 9, deletions: 3 }),
  ],
};
const eligibility = {
  permissions: { bob: "write", carol: "write", dave: "admin", erin: "read" },
  teams: { "acme/sre": ["carol"], "acme/cab": ["dave", "erin"], "acme/data": ["erin"] },
} as const;

type Situation = Parameters<typeof observedChange>[0];

const situations: readonly (readonly [string, Situation])[] = [
  ["approved-low", { policies: [policySource(shop)] }],
  [
    "approved-standard",
    {
      policies: [policySource(shop)],
      facts: { files: [fileChange("docs/refunds.md", { additions: 40 })] },
    },
  ],
  [
    "approved-high",
    { policies: [policySource(shop)], facts: high, reviews: [reviewBy(bob), reviewBy(carol)] },
  ],
  ["waiting-for-one", { policies: [policySource(shop)], facts: medium }],
  ["waiting-for-several", { policies: [policySource(shop)], facts: migration }],
  [
    "partly-approved",
    { policies: [policySource(shop)], facts: migration, reviews: [reviewBy(bob), reviewBy(carol)] },
  ],
  [
    "stale-approvals",
    {
      policies: [policySource(shop)],
      facts: high,
      reviews: [
        reviewBy(bob, { commitSha: earlierSha }),
        reviewBy(carol, { commitSha: earlierSha }),
        reviewBy(dave, { state: "changes-requested", commitSha: earlierSha }),
      ],
    },
  ],
  [
    "kept-approvals",
    {
      policies: [policySource(shop)],
      facts: rebased,
      reviews: [
        reviewBy(bob, { commitSha: earlierSha }),
        reviewBy(carol, { commitSha: changedSha }),
        reviewBy(dave),
      ],
      recorded: {
        ...nothingRecorded,
        earlierHeads: [
          { headSha: changedSha, diffDigest: "another", level: "high" },
          { headSha: earlierSha, diffDigest: digestFiles(rebased.files), level: "high" },
        ],
      },
    },
  ],
  [
    "self-approval",
    {
      policies: [policySource(shop)],
      facts: {
        ...medium,
        commits: [commitBy(alice), commitBy(carol, { sha: "e".repeat(40) })],
      },
      lastPusher: bob,
      reviews: [reviewBy(alice), reviewBy(bob), reviewBy(carol), reviewBy(dependabot)],
    },
  ],
  [
    "unknown-last-pusher",
    {
      policies: [policySource(shop)],
      facts: high,
      lastPusher: null,
      reviews: [reviewBy(bob), reviewBy(carol)],
    },
  ],
  [
    "unknown-last-pusher-medium",
    { policies: [policySource(shop)], facts: medium, lastPusher: null },
  ],
  [
    "facts-incomplete",
    {
      policies: [policySource(shop)],
      facts: { ...medium, totals: { files: 3412, additions: 90_210, deletions: 13, commits: 1 } },
    },
  ],
  [
    "invalid-repository-policy",
    {
      policies: [
        policySource(shop, "organisation"),
        invalidPolicySource([
          {
            keyPath: "approvals.high[0].from[0]",
            line: 12,
            column: 16,
            message: 'the role "releasemanager" is not defined',
            remedy: 'Did you mean "release-manager"? Or add it under roles.',
          },
          {
            keyPath: "",
            line: 1,
            column: 1,
            message: "version is missing",
            remedy: "Add this line at the top: version: 1",
          },
        ]),
      ],
    },
  ],
  [
    "invalid-organisation-policy",
    {
      policies: [
        invalidPolicySource(
          [
            {
              keyPath: "mode",
              line: 2,
              column: 1,
              message: '"enforced" is not a mode',
              remedy: "Use enforce or observe.",
            },
          ],
          "organisation",
        ),
      ],
    },
  ],
  ["observe-waiting", { policies: [policySource({ ...shop, mode: "observe" })], facts: high }],
  ["observe-approved", { policies: [policySource({ ...shop, mode: "observe" })] }],
  [
    "organisation-and-repository",
    {
      policies: [
        policySource(
          { approvals: { high: [{ from: ["write"] }, { from: ["change-manager"] }] } },
          "organisation",
        ),
        policySource(shop),
      ],
      facts: migration,
      reviews: [reviewBy(erin)],
    },
  ],
  [
    "organisation-enforces-repository-observes",
    {
      policies: [
        policySource({ approvals: { medium: [{ from: ["write"] }] } }, "organisation"),
        policySource({ ...shop, mode: "observe" }),
      ],
      facts: migration,
      reviews: [reviewBy(bob)],
    },
  ],
  [
    "unmappable-addresses",
    {
      policies: [policySource(shop)],
      facts: {
        ...medium,
        commits: [
          commitBy(alice),
          commitBy(null, { sha: "d".repeat(40) }),
          commitBy(null, { sha: "e".repeat(40) }),
        ],
      },
    },
  ],
  [
    "code-owners",
    {
      policies: [policySource({ approvals: { medium: [{ from: ["code-owners"] }] } })],
      facts: medium,
    },
  ],
  [
    "code-owners-of-several-files",
    {
      policies: [policySource({ approvals: { medium: [{ from: ["code-owners"], count: 2 }] } })],
      codeOwners: codeOwnersFile(
        "*.ts @acme/data\n/src/payment/ @bob @acme/sre\n[docs]\n*.md maria\n",
      ),
      facts: {
        files: [
          fileChange("src/checkout.ts", { additions: 48, deletions: 12 }),
          fileChange("src/payment/provider.ts"),
          fileChange("src/payment/refund.ts"),
          fileChange("README.md"),
        ],
      },
      reviews: [reviewBy(bob)],
    },
  ],
  [
    "code-owners-involved",
    {
      policies: [
        policySource({
          approvals: { medium: [{ name: "owners", from: ["code-owners", "@acme/sre"] }] },
        }),
      ],
      codeOwners: codeOwnersFile("* @alice docs@example.com\n"),
      facts: medium,
    },
  ],
  [
    "code-owners-approved",
    {
      policies: [policySource({ approvals: { medium: [{ from: ["code-owners"] }] } })],
      codeOwners: codeOwnersFile("* @acme/sre\n"),
      facts: medium,
      reviews: [reviewBy(carol), reviewBy(dave)],
    },
  ],
  [
    "only-the-author-is-named",
    { policies: [policySource({ approvals: { medium: [{ from: ["@alice"] }] } })], facts: medium },
  ],
  [
    "hostile-names",
    {
      policies: [policySource(shop)],
      facts: {
        baseBranch: "main",
        files: [
          fileChange("db/migrations/@maria|![x](https://evil.example)<img src=x>`.sql", {
            additions: 60,
          }),
        ],
        commits: [commitBy(alice), commitBy(null)],
      },
    },
  ],
  ["frozen", { policies: [policySource({ ...shop, freezes: [november, fridays] })] }],
  [
    "frozen-and-waiting",
    { policies: [policySource({ ...shop, freezes: [november] })], facts: medium },
  ],
  [
    "frozen-but-allowed",
    {
      policies: [policySource({ ...shop, freezes: [november] })],
      facts: { files: [fileChange("docs/refunds.md", { additions: 40 })] },
    },
  ],
  ["approved-until-the-freeze", { policies: [policySource({ ...shop, freezes: [fridays] })] }],
  [
    "frozen-by-two-policies",
    {
      policies: [
        policySource({ freezes: [november] }, "organisation"),
        policySource({ ...shop, freezes: [november, { ...november, name: "stocktaking" }] }),
      ],
    },
  ],
  [
    "frozen-by-an-observing-policy",
    {
      policies: [
        policySource(shop, "organisation"),
        policySource({ mode: "observe", freezes: [november] }),
      ],
    },
  ],
  ["frozen-observed", { policies: [policySource({ mode: "observe", freezes: [november] })] }],
  ["draft", { policies: [policySource(shop)], facts: medium, draft: true }],
];

describe("what people read on a pull request", () => {
  test.each(situations)("%s", (name, situation) => {
    const observed: ObservedChange = observedChange({ eligibility, ...situation });
    const decision = decideChange(observed, now);
    if (decision.kind === "not-controlled") throw new Error("the change is not controlled");
    expectGolden(`change/${name}.md`, describeDesired(renderChange(observed, decision, ledger)));
  });
});
