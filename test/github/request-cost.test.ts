import { expect, test } from "@jest/globals";
import { costOf, type RequestCost } from "#github/request-cost.ts";

const graphql = (query: string) => ({ method: "POST", url: "https://x.example/graphql", query });

test.each<[string, Parameters<typeof costOf>[0], RequestCost]>([
  [
    "a read",
    { method: "GET", url: "/repos/{owner}/{repo}" },
    { resource: "rest", points: 1, contents: 0 },
  ],
  [
    "a write",
    { method: "PATCH", url: "/repos/{owner}/{repo}" },
    { resource: "rest", points: 5, contents: 0 },
  ],
  [
    "a comment",
    { method: "POST", url: "/repos/{owner}/{repo}/issues/{issue_number}/comments" },
    { resource: "rest", points: 5, contents: 1 },
  ],
  [
    "a list of comments",
    { method: "GET", url: "/repos/{owner}/{repo}/issues/{issue_number}/comments" },
    { resource: "rest", points: 1, contents: 0 },
  ],
  ["a query", graphql("query Q { a }"), { resource: "graphql", points: 1, contents: 0 }],
  [
    "a query that speaks of comments",
    graphql("query Q { addComment(x: 1) }"),
    { resource: "graphql", points: 1, contents: 0 },
  ],
  [
    "a mutation",
    graphql("mutation M($i: X!) { a: createCheckRun(input: $i) { b } }"),
    { resource: "graphql", points: 5, contents: 0 },
  ],
  [
    "a mutation that notifies three times",
    graphql(
      "mutation M { a: addComment(input: $i) { x } b: requestReviews(input: $j) { x } c: requestReviews(input: $k) { x } }",
    ),
    { resource: "graphql", points: 5, contents: 3 },
  ],
])("%s", (_name, request, cost) => {
  expect(costOf(request)).toEqual(cost);
});
