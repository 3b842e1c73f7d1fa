import { describe, expect, test } from "@jest/globals";
import { chooseReviewers, type ReviewerPool } from "#core/change/choose-reviewers.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { Account } from "#core/change/facts.ts";
import { alice, bob, commitBy, dependabot, fileChange } from "../../support/facts.ts";
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
import { policySource } from "../../support/policy.ts";

type Situation = NonNullable<Parameters<typeof observedChange>[0]>;

const facts = { files: [fileChange("src/a.ts", { additions: 60 })] };
const eligibility = {
  permissions: { bob: "write", carol: "write" },
  teams: { "acme/sre": ["carol"], "acme/data": [] },
} as const;

function choose(situation: Situation, pool: Partial<ReviewerPool> = {}) {
  const observed = observedChange({ eligibility, facts, ...situation });
  const decision = decideChange(observed, now);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  const { users, teams } = chooseReviewers(observed, decision, {
    requestedUsers: [],
    candidates: {},
    ...pool,
  });
  return [...teams, ...users];
}

function asks(medium: readonly object[], more: object = {}) {
  return policySource({ approvals: { medium }, ...more });
}

describe("teams", () => {
  const both = [{ from: ["@acme/sre"] }, { from: ["@acme/data"] }];
  test.each<[string, Situation, readonly string[]]>([
    ["those of unmet requirements", { policies: [asks(both)] }, ["acme/sre", "acme/data"]],
    [
      "not those of met ones",
      { policies: [asks(both)], reviews: [reviewBy(carol)] },
      ["acme/data"],
    ],
    [
      "the role's team",
      { policies: [asks([{ from: ["dba"] }], { roles: { dba: ["@acme/data"] } })] },
      ["acme/data"],
    ],
    [
      "users named by themselves",
      { policies: [asks([{ from: ["@bob", "@acme/sre"] }])] },
      ["acme/sre", "bob"],
    ],
    [
      "never the author, the last pusher, or a committer",
      {
        policies: [asks([{ from: ["@alice", "@bob", "@carol", "@dave"] }])],
        lastPusher: bob,
        facts: { ...facts, commits: [commitBy(alice), commitBy(carol)] },
      },
      ["dave"],
    ],
    [
      "never the author, whom GitHub refuses, though the policy lets them approve",
      { policies: [asks([{ from: ["@alice"] }], { approvers: { mayNotBe: [] } })] },
      [],
    ],
    [
      "not who has reviewed the head already",
      {
        policies: [asks([{ from: ["@bob", "@dave"] }])],
        reviews: [reviewBy(bob, { state: "commented" })],
      },
      ["dave"],
    ],
    [
      "the owners of files that wait for theirs",
      {
        policies: [asks([{ from: ["code-owners"] }])],
        codeOwners: codeOwnersFile("src/ @acme/sre @bob @alice\ndocs/ @acme/docs"),
      },
      ["acme/sre", "bob"],
    ],
    [
      "not the owners of files that have theirs",
      {
        policies: [asks([{ from: ["code-owners"] }])],
        codeOwners: codeOwnersFile("src/ @acme/sre\ndocs/ @acme/docs"),
        facts: { files: [...facts.files, fileChange("docs/a.md")] },
        reviews: [reviewBy(carol)],
      },
      ["acme/docs"],
    ],
    ["no team of another organisation", { policies: [asks([{ from: ["@other/sre"] }])] }, []],
    ["nobody for a permission", { policies: [asks([{ from: ["write"] }])] }, []],
    ["nobody for a draft", { policies: [asks(both)], draft: true }, []],
    ["nobody in observe mode", { policies: [asks(both, { mode: "observe" })] }, []],
    [
      "nobody where the policy says none",
      { policies: [asks(both, { approvers: { request: "none" } })] },
      [],
    ],
    [
      "what several policies ask for, each once",
      {
        policies: [
          policySource({ approvals: { medium: [{ from: ["@Acme/sre"] }] } }, "organisation"),
          asks(both),
        ],
      },
      ["acme/sre", "acme/data"],
    ],
  ])("%s", (_name, situation, reviewers) => {
    expect(choose(situation)).toEqual(reviewers);
  });
});

describe("people", () => {
  const people = { approvers: { request: "people" } };
  const load = (account: Account, openRequests: number) => ({ account, openRequests });
  const candidates = {
    "@acme/sre": [load(carol, 3), load(dave, 1), load(erin, 1)],
    "@acme/data": [load(dave, 1)],
    write: [load(alice, 0), load(dependabot, 0), load(bob, 9), load(carol, 3)],
  };
  test.each<[string, Situation, Partial<ReviewerPool>, readonly string[]]>([
    [
      "the least loaded, by name where equal",
      { policies: [asks([{ from: ["@acme/sre"] }], people)] },
      { candidates },
      ["dave"],
    ],
    [
      "as many as are missing",
      { policies: [asks([{ from: ["@acme/sre"], count: 2 }], people)] },
      { candidates },
      ["dave", "erin"],
    ],
    [
      "one less once one approved",
      { policies: [asks([{ from: ["@acme/sre"], count: 2 }], people)], reviews: [reviewBy(carol)] },
      { candidates },
      ["dave"],
    ],
    [
      "so that every requirement has somebody",
      { policies: [asks([{ from: ["@acme/sre"] }, { from: ["@acme/data"] }], people)] },
      { candidates },
      ["erin", "dave"],
    ],
    [
      "nobody new where somebody has begun to review",
      {
        policies: [asks([{ from: ["@acme/sre"] }], people)],
        reviews: [reviewBy(carol, { state: "commented" })],
      },
      { candidates },
      [],
    ],
    [
      "whoever has approved an earlier commit",
      {
        policies: [asks([{ from: ["@acme/sre"] }], people)],
        reviews: [reviewBy(carol, { commitSha: earlierSha })],
      },
      { candidates },
      ["carol"],
    ],
    [
      "neither the author nor a bot",
      { policies: [asks([{ from: ["write"] }], people)] },
      { candidates },
      ["carol"],
    ],
    [
      "whoever was asked before rather than somebody new",
      { policies: [asks([{ from: ["@acme/sre"] }], people)] },
      { candidates, requestedUsers: ["Carol"] },
      ["carol"],
    ],
    [
      "a user named, though nothing is known of their load",
      { policies: [asks([{ from: ["@bob"] }], people)] },
      {},
      ["bob"],
    ],
    [
      "one for each set of owners",
      {
        policies: [asks([{ from: ["code-owners", "@acme/data"] }], people)],
        codeOwners: codeOwnersFile("src/ @acme/sre\ndocs/ @bob"),
        facts: { files: [...facts.files, fileChange("docs/a.md")] },
      },
      { candidates },
      ["bob", "dave"],
    ],
    [
      "nobody where no candidates are known",
      { policies: [asks([{ from: ["@acme/sre"] }], people)] },
      {},
      [],
    ],
  ])("%s", (_name, situation, pool, reviewers) => {
    expect(choose(situation, pool)).toEqual(reviewers);
  });
});
