import { type Caller, covers, isGranted, type Need } from "../http/tokens.ts";
import { Refusal } from "../operations/refusal.ts";
import type { Services } from "../rest/route.ts";
import type {
  Account,
  CheckRun,
  CheckSuite,
  Comment,
  Issue,
  Label,
  MergeQueueEntry,
  Organisation,
  Owner,
  PullRequest,
  Repository,
  Review,
  Team,
} from "../world/model.ts";
import type { Release } from "../world/release.ts";

/** What resolvers answer with: an object whose properties and methods are the fields of one GraphQL type. */
export type Views = {
  readonly actor: (account: Owner) => object;
  readonly checkRun: (run: CheckRun) => object;
  readonly checkSuite: (suite: CheckSuite) => object;
  readonly comment: (comment: Comment) => object;
  readonly commit: (repository: Repository, sha: string) => Promise<object>;
  readonly issue: (issue: Issue) => object;
  readonly label: (label: Label) => object;
  readonly mergeQueueEntry: (entry: MergeQueueEntry) => object;
  readonly organisation: (organisation: Organisation) => object;
  readonly pullRequest: (pull: PullRequest) => object;
  readonly ref: (repository: Repository, branch: string) => object | null;
  readonly release: (release: Release) => object;
  readonly repository: (repository: Repository) => object;
  readonly review: (review: Review) => object;
  readonly team: (team: Team) => object;
};

/** What one GraphQL request is answered with. */
export type Context = Services & { readonly caller: Caller; readonly views: Views };

/** Who acts. */
export function actorOf({ caller }: Context): Account {
  return caller.account;
}

/** Refuses unless the installation has one of the permissions, such as `checks:write`, where it is asked for. */
export function requirePermission(
  { world, caller }: Context,
  repository: Repository | null,
  ...needs: readonly Need[]
): void {
  const writes = needs.some((need) => need.endsWith(":write"));
  const outside = writes && repository !== null && !covers(world, caller, repository);
  if (outside || !isGranted(caller, needs)) {
    throw new Refusal(403, "Resource not accessible by integration");
  }
}
