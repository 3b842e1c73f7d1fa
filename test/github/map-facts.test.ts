import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { nothingRecorded } from "#core/change/recorded-facts.ts";
import { type Client, createClients } from "#github/client.ts";
import { type FetchedParts, mapObserved } from "#github/map-facts.ts";
import { readSnapshot, type Snapshot } from "#github/read-snapshot.ts";
import type { PullRequestNode, ReviewNode } from "#github/snapshot-schema.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";

let local: LocalGitHub;
let client: Client;
let snapshot: Snapshot;

beforeAll(async () => {
  local = await startLocalGitHub();
  const acme = local.organisation("acme");
  acme.user("maria");
  const shop = await acme.repository("shop");
  const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
  pull.review({ by: "maria", state: "comment" });
  client = createClients({
    appId: local.app.id,
    privateKey: local.app.privateKey,
    baseUrl: local.apiUrl,
    now: Date.now,
  }).installation(acme.installationId);
  const name = { repository: { owner: "acme", name: "shop" }, number: 1 };
  const read = await readSnapshot(client, name, {
    appId: local.app.id,
    commentsAfter: null,
    commandIds: [],
    latestComments: 20,
  });
  if (read === null) throw new Error("there is no pull request");
  snapshot = read;
});

afterAll(() => local.stop());

function map(pullRequest: Partial<PullRequestNode>, parts: Partial<FetchedParts> = {}) {
  return mapObserved(
    { ...snapshot, pullRequest: { ...snapshot.pullRequest, ...pullRequest } },
    {
      diff: { files: [], commits: [] },
      olderReviews: [],
      furtherCommits: [],
      lastPusher: null,
      recorded: nothingRecorded,
      ...parts,
    },
  );
}

const compared = (sha: string) => ({
  diff: { files: [], commits: [{ sha, author: null, committer: null }] },
});

describe("the two lists of commits", () => {
  test("agree when the compared ones are among the pull request's", () => {
    expect(map({}, compared(snapshot.pullRequest.headRefOid)).facts.commits).toHaveLength(1);
    expect(map({}).facts.commits).toHaveLength(1);
  });

  test("that don't agree are read again later", () => {
    expect(() => map({}, compared("f".repeat(40)))).toThrow(
      "GitHub's lists of the pull request's commits don't agree yet.",
    );
  });

  test("that lack the head are read again later", () => {
    const { commits } = snapshot.pullRequest;
    expect(() => map({ commits: { ...commits, totalCount: 0, nodes: [] } })).toThrow("don't agree");
  });

  test("can't agree when GitHub cuts one off; the totals tell so", () => {
    const { commits } = snapshot.pullRequest;
    const { facts } = map({ commits: { ...commits, totalCount: 300 } }, compared("f".repeat(40)));
    expect(facts.totals?.commits).toBe(300);
    expect(facts.commits).toHaveLength(1);
  });

  test("of a closed pull request need not agree", () => {
    expect(map({ state: "CLOSED" }, compared("f".repeat(40))).state).toBe("closed");
  });
});

test("a commit with more authors than can be read is not decided upon", () => {
  const { commits } = snapshot.pullRequest;
  const nodes = commits.nodes.map(({ commit }) => ({
    commit: { ...commit, authors: { ...commit.authors, totalCount: 101 } },
  }));
  expect(() => map({ commits: { ...commits, nodes } })).toThrow("names 101 authors");
});

describe("reviews", () => {
  const review = (
    at: string | null,
    id: string,
    overrides: Partial<ReviewNode> = {},
  ): ReviewNode => ({
    id,
    fullDatabaseId: id,
    state: "APPROVED",
    submittedAt: at,
    author: { __typename: "User", login: "omar", databaseId: 3 },
    commit: { oid: "a".repeat(40) },
    ...overrides,
  });
  const reviewsOf = (nodes: ReviewNode[], olderReviews: ReviewNode[] = []) => {
    const { reviews } = snapshot.pullRequest;
    return map({ reviews: { ...reviews, nodes } }, { olderReviews }).reviews;
  };

  test("of one second keep their order: the last one counts", () => {
    const at = "2026-03-01T09:00:00Z";
    const [refused, approved] = reviewsOf([
      review(at, "10"),
      review(at, "9", { state: "CHANGES_REQUESTED" }),
    ]);
    expect([refused?.state, approved?.state]).toEqual(["changes-requested", "approved"]);
    expect(approved?.submittedAtMs).toBeGreaterThan(refused?.submittedAtMs ?? 0);
  });

  test("stand in the order of submission, whatever the order of their beginning", () => {
    const reviews = reviewsOf(
      [review("2026-01-03T00:00:00Z", "5"), review("2026-01-02T00:00:00Z", "10")],
      [review("2026-01-02T00:00:00Z", "9")],
    );
    expect(reviews.map(({ id }) => id)).toEqual(["9", "10", "5"]);
  });

  test("that aren't submitted are not there", () => {
    expect(reviewsOf([review(null, "5", { state: "PENDING" })])).toEqual([]);
  });

  test.each<[string, ReviewNode["author"], object | null]>([
    [
      "a bot",
      { __typename: "Bot", login: "copilot", databaseId: 9 },
      { id: 9, login: "copilot[bot]", kind: "bot" },
    ],
    [
      "a mannequin",
      { __typename: "Mannequin", login: "old", databaseId: 9 },
      { id: 9, login: "old", kind: "user" },
    ],
    [
      "an account without a number",
      { __typename: "EnterpriseUserAccount", login: "e" },
      { id: 0, login: "e", kind: "user" },
    ],
    ["nobody any more", null, null],
  ])("by %s", (_name, author, reviewer) => {
    expect(reviewsOf([review("2026-01-02T00:00:00Z", "5", { author })])[0]?.reviewer).toEqual(
      reviewer,
    );
  });

  test("of a commit that is gone name none", () => {
    expect(
      reviewsOf([review("2026-01-02T00:00:00Z", "5", { commit: null })])[0]?.commitSha,
    ).toBeNull();
  });
});

test("a deleted author is GitHub's ghost", () => {
  expect(map({ author: null }).facts.author).toEqual({ id: 10137, login: "ghost", kind: "user" });
});
