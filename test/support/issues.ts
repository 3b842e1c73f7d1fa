import type { IssueScenario } from "../../local-github/scenario/issue.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";

/** The issues about what came without being approved. */
export function unauthorisedIn(shop: RepositoryScenario): readonly IssueScenario[] {
  return shop.issues("unauthorised-change");
}

/** The issues that ask for retrospective reviews. */
export function reviewsIn(shop: RepositoryScenario): readonly IssueScenario[] {
  return shop.issues("retrospective-review");
}
