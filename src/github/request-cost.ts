/** What a request costs by GitHub's secondary limits. */
export type RequestCost = {
  readonly resource: "rest" | "graphql";
  readonly points: number;
  /** Comments, issues and review requests that it creates: they notify people and have a limit of their own. */
  readonly contents: number;
};

const contentRoute = /\/(?:comments|issues|requested_reviewers|releases)$/;
const contentMutations = ["addComment", "createIssue", "requestReviews", "revertPullRequest"];
const contentMutation = new RegExp(`\\b(?:${contentMutations.join("|")})\\s*\\(`, "g");

/** Whether a mutation of this name counts as {@link RequestCost.contents}. */
export function isContentMutation(name: string): boolean {
  return contentMutations.includes(name);
}

/**
 * The cost of a request: reads are 1 point, writes 5, for REST and GraphQL alike.
 *
 * See https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#calculating-points-for-the-secondary-rate-limit
 */
export function costOf(request: {
  readonly method: string;
  readonly url: string;
  /** The GraphQL text; absent for REST. */
  readonly query?: unknown;
}): RequestCost {
  if (typeof request.query === "string" && request.url.endsWith("/graphql")) {
    const writes = /^\s*mutation\b/.test(request.query);
    const contents = request.query.match(contentMutation)?.length ?? 0;
    return { resource: "graphql", points: writes ? 5 : 1, contents: writes ? contents : 0 };
  }
  const reads = ["GET", "HEAD", "OPTIONS"].includes(request.method);
  const creates = request.method === "POST" && contentRoute.test(request.url);
  return { resource: "rest", points: reads ? 1 : 5, contents: creates ? 1 : 0 };
}
