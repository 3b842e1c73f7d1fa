import type { FileDiff } from "../git/diff.ts";
import type { GitStore } from "../git/git-store.ts";
import type { Activity } from "./activity.ts";
import type { Deployments } from "./deployment.ts";
import type { Release, Releases } from "./release.ts";

export type Identified = { readonly id: number; readonly nodeId: string };

/** A person or a bot. A bot's login ends in `[bot]`, as REST spells it. */
export type Account = Identified & {
  readonly kind: "user" | "bot";
  readonly login: string;
  readonly name: string | null;
  /** Commits with one of these addresses are this account's; the first is used for commits made here. */
  readonly emails: readonly string[];
};

export type Organisation = Identified & {
  readonly kind: "organisation";
  readonly login: string;
  readonly members: Map<Account, "admin" | "member">;
  /** By slug. */
  readonly teams: Map<string, Team>;
  /** Custom repository roles by name, each with the built-in role it extends. */
  readonly customRoles: Map<string, Role>;
  /** What every member may do in every repository. */
  basePermission: Role | "none";
};

export type Owner = Account | Organisation;

export type Team = Identified & {
  readonly kind: "team";
  readonly organisation: Organisation;
  readonly name: string;
  readonly slug: string;
  readonly parent: Team | null;
  /** Direct members; a child team's members count too, see `isTeamMember`. */
  readonly members: Map<Account, "maintainer" | "member">;
};

export type Role = "read" | "triage" | "write" | "maintain" | "admin";

export type Repository = Identified & {
  readonly kind: "repository";
  readonly owner: Owner;
  readonly name: string;
  readonly private: boolean;
  readonly parent: Repository | null;
  readonly git: GitStore;
  readonly createdAt: string;
  defaultBranch: string;
  pushedAt: string;
  /** Tips by name without `refs/heads/`. */
  readonly branches: Map<string, string>;
  /** SHAs of commits, or of tag objects for annotated tags, by name. */
  readonly tags: Map<string, string>;
  readonly releases: Releases;
  readonly deployments: Deployments;
  /** Commits that were collected as garbage: nobody finds them any more. */
  readonly goneCommits: Set<string>;
  /** While this holds, GitHub does not tell yet which pull requests commits belong to. */
  associationsLag: boolean;
  /** Commits that GitHub made in somebody's name, and signed. */
  readonly signedCommits: Set<string>;
  /** Built-in or custom role names. */
  readonly userRoles: Map<Account, string>;
  readonly teamRoles: Map<Team, string>;
  readonly issues: Map<number, Issue | PullRequest>;
  /** By lower-case name. */
  readonly labels: Map<string, Label>;
  readonly checkSuites: CheckSuite[];
  readonly statuses: CommitStatus[];
  readonly activity: Activity[];
  /** Names of checks and statuses that must succeed before a commit gets onto a branch, by branch. */
  readonly requiredChecks: Map<string, ReadonlySet<string>>;
  /** Waiting entries by branch, in queue order. */
  readonly mergeQueues: Map<string, MergeQueueEntry[]>;
};

type Conversation = Identified & {
  readonly repository: Repository;
  readonly number: number;
  readonly author: Account;
  readonly createdAt: string;
  title: string;
  body: string | null;
  state: "open" | "closed";
  updatedAt: string;
  closedAt: string | null;
  readonly labels: Set<Label>;
  readonly comments: Comment[];
};

export type Issue = Conversation & {
  readonly kind: "issue";
  /** Why it was closed, or that it was reopened; null while it was never closed. */
  stateReason: ClosingReason | "reopened" | null;
};

export type ClosingReason = "completed" | "not_planned" | "duplicate";

export type PullRequest = Conversation & {
  readonly kind: "pull-request";
  /** The repository is null once a fork is deleted. */
  readonly head: { readonly repository: Repository | null; readonly branch: string; sha: string };
  /** The branch's tip when the pull request was opened, retargeted or last pushed to. */
  readonly base: { branch: string; sha: string };
  draft: boolean;
  merged: Merged | null;
  readonly reviews: Review[];
  readonly requestedUsers: Set<Account>;
  readonly requestedTeams: Set<Team>;
};

type Merged = {
  readonly at: string;
  readonly by: Account;
  /** The base branch after the merge, or the merge commit that somebody pushed. */
  readonly commitSha: string;
  /** The base branch before the merge. */
  readonly baseSha: string;
};

export type Review = Identified & {
  readonly kind: "review";
  readonly pullRequest: PullRequest;
  readonly author: Account;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  readonly body: string;
  readonly commitSha: string;
  readonly submittedAt: string;
};

export type Reaction = Identified & {
  readonly kind: "reaction";
  readonly author: Account;
  readonly content: string;
  readonly createdAt: string;
};

export type Comment = Identified & {
  readonly kind: "comment";
  readonly issue: Issue | PullRequest;
  readonly author: Account;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  lastEditedAt: string | null;
  readonly reactions: Reaction[];
};

export type Label = Identified & {
  readonly kind: "label";
  readonly repository: Repository;
  name: string;
  color: string;
  description: string | null;
};

/** A GitHub App as others see it. */
export type App = Identified & {
  readonly kind: "app";
  readonly slug: string;
  readonly name: string;
  readonly bot: Account;
  readonly owner: Owner | null;
};

/** One app's checks on one commit. */
export type CheckSuite = Identified & {
  readonly kind: "check-suite";
  readonly repository: Repository;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly createdAt: string;
  readonly runs: CheckRun[];
  /** Somebody asked for its checks again, and the app has written none since. */
  isRerequested: boolean;
};

export type CheckStatus = "queued" | "in_progress" | "completed";

export type CheckConclusion =
  | "action_required"
  | "cancelled"
  | "failure"
  | "neutral"
  | "success"
  | "skipped"
  | "stale"
  | "timed_out";

export type Annotation = {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string | null;
  readonly message: string;
};

export type CheckRun = Identified & {
  readonly kind: "check-run";
  readonly suite: CheckSuite;
  name: string;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  externalId: string | null;
  detailsUrl: string | null;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Annotation[];
  actions: readonly CheckAction[];
};

export type CheckAction = {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
};

export type CommitStatus = Identified & {
  readonly kind: "status";
  readonly sha: string;
  readonly context: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly author: Account;
  readonly createdAt: string;
};

export type MergeQueueEntry = Identified & {
  readonly kind: "merge-queue-entry";
  readonly pullRequest: PullRequest;
  readonly enqueuer: Account;
  readonly enqueuedAt: string;
  state: "QUEUED" | "AWAITING_CHECKS" | "MERGEABLE" | "UNMERGEABLE" | "LOCKED";
  baseSha: string | null;
  headSha: string | null;
};

/** What an app's installation may do, as `app.yml` spells it: `{ checks: "write" }`. */
export type AppPermissions = Readonly<Record<string, "read" | "write">>;

export type Installation = Identified & {
  readonly kind: "installation";
  readonly account: Owner;
  readonly createdAt: string;
  permissions: AppPermissions;
  /** The chosen repositories; `all` follows the account's repositories. */
  repositories: "all" | Set<Repository>;
  suspended: boolean;
};

/** Everything that a node id can name. */
export type Node =
  | Account
  | Organisation
  | Team
  | Repository
  | Issue
  | PullRequest
  | Review
  | Comment
  | Label
  | Release
  | App
  | CheckSuite
  | CheckRun
  | MergeQueueEntry;

/** A pull request's size as GitHub states it: of the diff from the merge base to the head. */
export type Totals = {
  readonly files: readonly FileDiff[];
  readonly commits: readonly string[];
  readonly additions: number;
  readonly deletions: number;
};
