import { expect, test } from "@jest/globals";
import { decideChange } from "#core/change/decide-change.ts";
import {
  decideMergeGroup,
  type MergeGroupMember,
  type MergeGroupMembers,
} from "#core/change/decide-merge-group.ts";
import { bob, fileChange } from "../../support/facts.ts";
import { now, observedChange, reviewBy } from "../../support/observed-change.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

const group = { branch: "main", headSha: "9f8e7d6".padEnd(40, "0") };
const facts = { files: [fileChange("src/a.ts", { additions: 1 })] };
const eligibility = { permissions: { bob: "write" }, teams: {} } as const;
const approvals = { low: [{ from: ["write"] }] };

function member(
  number: number,
  situation: NonNullable<Parameters<typeof observedChange>[0]>,
): MergeGroupMember {
  const observed = { policies: [policySource({ approvals })], facts, eligibility, ...situation };
  return { number, decision: decideChange(observedChange(observed), now) };
}

const approved = member(1, { reviews: [reviewBy(bob)] });
const unapproved = member(2, {});
const observedOnly = member(3, { policies: [policySource({ mode: "observe", approvals })] });
const frozen = member(9, {
  policies: [
    policySource({
      approvals,
      freezes: [{ name: "sale", from: "2026-11-20T00:00", to: "2026-11-21T00:00" }],
    }),
  ],
  reviews: [reviewBy(bob)],
});
const invalid = member(4, { policies: [invalidPolicySource([])] });
const closed = member(5, { state: "closed" });
const uncontrolled = member(6, { policies: [] });
const gone: MergeGroupMember = { number: 7, decision: { kind: "gone" } };
const known = (...members: readonly MergeGroupMember[]): MergeGroupMembers => ({
  kind: "known",
  members,
});

test.each([
  {
    name: "one approved member",
    members: known(approved),
    conclusion: "success",
    title: "The pull request of this merge group is approved",
  },
  {
    name: "several approved members",
    members: known(approved, { ...approved, number: 8 }),
    conclusion: "success",
    title: "All 2 pull requests of this merge group are approved",
  },
  {
    name: "a member that is only observed",
    members: known(approved, observedOnly),
    conclusion: "success",
    title: "This merge group is not held: a policy only observes",
  },
  {
    name: "an unapproved member",
    members: known(approved, unapproved),
    conclusion: "failure",
    title: "Not approved: #2",
  },
  {
    name: "an approved member while a freeze is in force",
    members: known(approved, frozen),
    conclusion: "failure",
    title: "Not approved: #9",
  },
  {
    name: "a member under an invalid policy",
    members: known(invalid),
    conclusion: "failure",
    title: "Not approved: #4",
  },
  {
    name: "members that are closed or gone",
    members: known(closed, gone, approved),
    conclusion: "failure",
    title: "Not approved: #5, #7",
  },
  {
    name: "no member at all",
    members: known(),
    conclusion: "failure",
    title: "This merge group has no pull requests",
  },
  {
    name: "unknown members",
    members: { kind: "unknown", because: "The chain is broken." } as const,
    conclusion: "failure",
    title: "The pull requests of this merge group are not known",
  },
])("$name: $conclusion", ({ members, conclusion, title }) => {
  expect(decideMergeGroup(group, members)).toMatchObject({
    name: "change control: main",
    headSha: group.headSha,
    status: "completed",
    conclusion,
    title,
  });
});

test("the table says of each member why", () => {
  const check = decideMergeGroup(group, known(approved, unapproved, observedOnly, gone));

  expect(check?.summary).toBe(`| Pull request | Verdict | Why |
| --- | --- | --- |
| #1 | approved | low risk, normal change |
| #2 | not approved | waits for 1 approval from someone with write access |
| #3 | only observed | would wait for 1 approval from someone with write access |
| #7 | not approved | it is not there any more |`);
});

test("nothing is decided where no policy controls a member", () => {
  expect(decideMergeGroup(group, known(uncontrolled))).toBeNull();
});
