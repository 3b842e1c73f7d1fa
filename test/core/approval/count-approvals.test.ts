import { describe, expect, test } from "@jest/globals";
import { type ApprovalRules, countApprovals } from "#core/approval/count-approvals.ts";
import { findInvolvements } from "#core/approval/segregation.ts";
import { findStandings } from "#core/approval/standings.ts";
import type { Account } from "#core/change/facts.ts";
import type { Review } from "#core/change/observed-change.ts";
import { duties } from "#core/policy/schema.ts";
import { alice, bob, dependabot } from "../../support/facts.ts";
import { fc } from "../../support/fast-check.ts";
import {
  carol,
  dave,
  earlierSha,
  headSha,
  observedChange,
  reviewBy,
} from "../../support/observed-change.ts";

const rules: ApprovalRules = {
  content: { headSha, diffDigest: null, earlierHeads: [] },
  level: "low",
  keepApprovals: "identical-diff",
  involvements: findInvolvements(observedChange({ lastPusher: carol })),
  mayNotBe: duties,
};

function count(reviews: readonly Review[]) {
  return countApprovals(findStandings(observedChange({ reviews })), rules).map(
    ({ approver, refusal }) => [approver.login, refusal] as const,
  );
}

const changesRequested = { state: "changes-requested" } as const;
const dismissed = { state: "dismissed" } as const;

describe("one person's reviews", () => {
  test.each<[string, readonly Review[], string | null]>([
    ["an approval of the head counts", [reviewBy(bob)], null],
    [
      "an approval of an earlier commit does not",
      [reviewBy(bob, { commitSha: earlierSha })],
      "approved 1a2b3c4 by review, but it is not known whether the diff is the same since: needs to approve 5d6e7f8",
    ],
    [
      "an approval of a vanished commit does not",
      [reviewBy(bob, { commitSha: null })],
      "approved a commit that GitHub no longer has by review, but it is not known whether the diff is the same since: needs to approve 5d6e7f8",
    ],
    ["approving again counts", [reviewBy(bob, { commitSha: earlierSha }), reviewBy(bob)], null],
    [
      "a later comment changes nothing",
      [reviewBy(bob), reviewBy(bob, { state: "commented" })],
      null,
    ],
    [
      "later requested changes cancel it",
      [reviewBy(bob), reviewBy(bob, changesRequested)],
      "asked for changes on 5d6e7f8 by review, and has not approved 5d6e7f8 since",
    ],
    [
      "dismissing requested changes does not revive it",
      [reviewBy(bob), reviewBy(bob, dismissed)],
      "had their last review dismissed, and has not approved 5d6e7f8 since",
    ],
    ["an approval after a dismissal counts", [reviewBy(bob, dismissed), reviewBy(bob)], null],
    [
      "an approval after requested changes counts",
      [reviewBy(bob, changesRequested), reviewBy(bob)],
      null,
    ],
    [
      "the author's own does not",
      [reviewBy(alice)],
      "opened this change: someone else has to approve",
    ],
    [
      "the last pusher's does not, on whatever commit",
      [reviewBy(carol, { commitSha: earlierSha })],
      "pushed last: someone else has to approve",
    ],
    [
      "the author who asks for changes is not told to approve",
      [reviewBy(alice, changesRequested)],
      "asked for changes on 5d6e7f8 by review",
    ],
    ["a bot's does not", [reviewBy(dependabot)], "is not a person: a bot's approval never counts"],
    [
      "another login of the same account is the same person",
      [reviewBy(bob), reviewBy({ ...bob, login: "bobby" }, changesRequested)],
      "asked for changes on 5d6e7f8 by review, and has not approved 5d6e7f8 since",
    ],
  ])("%s", (_name, reviews, refusal) => {
    expect(count(reviews).map(([, text]) => text)).toEqual([refusal]);
  });

  test("neither a comment nor an account that is gone has a standing", () => {
    expect(count([reviewBy(null), reviewBy(bob, { state: "commented" })])).toEqual([]);
  });
});

test("only each person's own order matters", () => {
  const reviewers: readonly Account[] = [alice, bob, carol, dave, dependabot];
  const review = fc.record({
    person: fc.nat(reviewers.length - 1),
    state: fc.constantFrom<Review["state"]>(
      "approved",
      "changes-requested",
      "commented",
      "dismissed",
    ),
    commitSha: fc.constantFrom(headSha, earlierSha, null),
  });
  fc.assert(
    fc.property(fc.array(review), fc.array(fc.nat(1000)), (submitted, order) => {
      const reviews = submitted.map(({ person, ...rest }) => ({ person, ...rest }));
      const shuffled = [...reviews].sort((a, b) =>
        a.person === b.person ? 0 : (order[a.person] ?? a.person) - (order[b.person] ?? b.person),
      );
      const asReviews = (list: typeof reviews) =>
        list.map(({ person, ...rest }) => reviewBy(reviewers[person] ?? null, rest));
      expect(count(asReviews(shuffled))).toEqual(count(asReviews(reviews)));
    }),
  );
});
