import type { ChangeAction, DesiredCheckRun } from "#core/change/change-action.ts";
import type { Account } from "#core/change/facts.ts";
import type { WrittenChange } from "#core/change/observed-change.ts";
import { nothingRecorded, type RecordedFacts } from "#core/change/recorded-facts.ts";
import type { RememberedChange } from "#core/history/remembered-change.ts";
import type { DesiredIssue, IssueComment, StandingIssue } from "#core/issue.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Principal } from "#core/policy/principal.ts";
import type { PushContent } from "#core/unauthorised/find-direct-commits.ts";
import { readAccountsOf } from "./accounts-of.ts";
import { type ActionOutcome, actOnChange } from "./act-on-change.ts";
import { createBranchRules } from "./branch-rules.ts";
import { type BudgetLeft, createBudgets } from "./budgets.ts";
import { createKept, type PushedHead } from "./change-pieces.ts";
import { type ClientOptions, createClients } from "./client.ts";
import { type FailedDelivery, listFailedDeliveries } from "./failed-deliveries.ts";
import { createGateCalls, type GateCalls } from "./gate-calls.ts";
import { requestRedelivery } from "./hook-deliveries.ts";
import { answerOnIssue, lookAtIssueCommands } from "./issue-commands.ts";
import { listBranches } from "./list-branches.ts";
import { listOpenPullRequests, type OpenPullRequest } from "./list-changes.ts";
import {
  findInstallation,
  type InstalledAccount,
  type InstalledRepository,
  listInstallations,
  listRepositories,
} from "./list-installations.ts";
import {
  type MergeGroupMembers,
  type MergeGroupName,
  readMergeGroupMembers,
} from "./merge-group-members.ts";
import { readMergeQueueHeads } from "./merge-queue-heads.ts";
import type { UnhandledOf } from "./missed-comments.ts";
import { type ObservationOfChange, type ObserveOptions, observeChange } from "./observe-change.ts";
import { type OfInstallation, ofInstallation } from "./of-installation.ts";
import { type BranchControl, readControl } from "./read-control.ts";
import { type BranchTip, readLastPusher, readMove } from "./read-last-pusher.ts";
import {
  lookAtPast,
  type MergedPage,
  type PageOfPast,
  type PastLook,
  readMergedPage,
} from "./read-past.ts";
import { createPolicyFiles, type PolicyFile } from "./read-policy-at.ts";
import { type PushKey, readPush } from "./read-push.ts";
import { readPushed } from "./read-pushed.ts";
import { createReleaseCalls, type ReleaseCalls } from "./release-calls.ts";
import { type Revert, type RevertOutcome, revertChange } from "./revert-change.ts";
import { createReviewerIds } from "./reviewer-ids.ts";
import { writeCheckRun } from "./write-check-run.ts";
import { changeIssue, lookAtIssue, openIssue } from "./write-issue.ts";

export type GitHubOptions = Omit<ClientOptions, "now"> & {
  /** Who pushed a commit to a branch by the signed deliveries; null when none told. */
  readonly lastPusherOf: (head: PushedHead) => Promise<Account | null>;
  /** What is kept of a change. Not given: nothing. */
  readonly recordedOf?: (repository: RepositoryName, number: number) => Promise<RecordedFacts>;
  /** Which comments were not handled. Not given: none. */
  readonly unhandledOf?: UnhandledOf;
  /** Whether what a commit merged is to be remembered: then its diff is read. Not given: never. */
  readonly isToRemember?: (repository: RepositoryName, mergeSha: string) => Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
};

/** GitHub as the reconcilers, the sweep and the health check need it. Each method fails with RetryLater, CredentialsRefused or TerminalError. */
export type GitHub = GateCalls &
  ReleaseCalls & {
    observeChange(
      installationId: number,
      repository: RepositoryName,
      number: number,
      options?: ObserveOptions,
    ): Promise<ObservationOfChange>;
    /** A merged pull request is read whole, as if it were still open. */
    observeMerged(
      installationId: number,
      repository: RepositoryName,
      number: number,
    ): Promise<ObservationOfChange>;
    actOnChange(
      installationId: number,
      change: { readonly written: WrittenChange },
      actions: readonly ChangeAction[],
    ): Promise<readonly ActionOutcome[]>;
    mergeGroupMembers(installationId: number, group: MergeGroupName): Promise<MergeGroupMembers>;
    mergeQueueHeads(
      installationId: number,
      repository: RepositoryName,
      branch: string,
    ): Promise<readonly string[]>;
    writeMergeGroupCheck(
      installationId: number,
      repository: RepositoryName,
      check: DesiredCheckRun,
    ): Promise<void>;
    revertChange(
      installationId: number,
      pullRequestNodeId: string,
      revert: Revert,
    ): Promise<RevertOutcome>;
    listOpenPullRequests(
      installationId: number,
      repository: RepositoryName,
      baseBranch?: string,
    ): Promise<readonly OpenPullRequest[]>;
    listRepositories(installationId: number): Promise<readonly InstalledRepository[]>;
    accountsOf(
      installationId: number,
      repository: RepositoryName,
      principal: Principal,
    ): Promise<readonly Account[]>;
    lookAtPast(installationId: number, repository: RepositoryName): Promise<PastLook | null>;
    readMergedPage(
      installationId: number,
      repository: RepositoryName,
      page: PageOfPast,
    ): Promise<MergedPage>;
    readPush(installationId: number, push: PushKey): Promise<RememberedChange | null>;
    readControl(
      installationId: number,
      repository: RepositoryName,
      sha: string | null,
    ): Promise<BranchControl | null>;
    listBranches(
      installationId: number,
      repository: RepositoryName,
    ): Promise<ReadonlyMap<string, string>>;
    /** Whether a branch could be controlled, as far as that is known without a call. */
    mayControl(repository: RepositoryName, branch: string): boolean;
    readPushed(
      installationId: number,
      repository: RepositoryName,
      range: { readonly beforeSha: string; readonly headSha: string },
    ): Promise<PushContent | null>;
    /** Who moved a branch to a commit: by a signed delivery, else by GitHub's activity log. */
    whoPushed(
      installationId: number,
      repository: RepositoryName,
      head: PushedHead,
    ): Promise<Account | null>;
    /** How a branch came to a commit, by GitHub's activity log; null when it does not tell. */
    howMoved(
      installationId: number,
      tip: BranchTip,
    ): Promise<{ readonly beforeSha: string; readonly isMerge: boolean } | null>;
    openIssue(
      installationId: number,
      repository: RepositoryName,
      issue: DesiredIssue,
    ): Promise<number>;
    readonly lookAtIssueCommands: OfInstallation<typeof lookAtIssueCommands>;
    readonly answerOnIssue: OfInstallation<typeof answerOnIssue>;
    lookAtIssue(
      installationId: number,
      repository: RepositoryName,
      number: number,
    ): Promise<StandingIssue | null>;
    changeIssue(
      installationId: number,
      repository: RepositoryName,
      number: number,
      change: {
        readonly comments: readonly IssueComment[];
        readonly state: StandingIssue["state"] | null;
      },
    ): Promise<void>;
    readPolicyAt(
      installationId: number,
      repository: RepositoryName,
      sha: string,
    ): Promise<PolicyFile | null>;
    listInstallations(): Promise<readonly InstalledAccount[]>;
    /** Null when the app is not installed on the repository. */
    installationOf(repository: RepositoryName): Promise<number | null>;
    failedDeliveries(sinceMs: number): Promise<readonly FailedDelivery[]>;
    requestRedelivery(id: string): Promise<void>;
    /** What the installation has left of this hour's calls; null where that is not known, or there is no limit. */
    budgetLeft(installationId: number): BudgetLeft | null;
    /** The app's own name, which proves that GitHub accepts its credentials. */
    appSlug(): Promise<string>;
    /** Somebody's rights in the installation changed: they are asked again before their next use. */
    expireEligibility(installationId: number): void;
  };

/** Connects to GitHub as an app. Nothing is sent before the first call. */
export function createGitHub({
  lastPusherOf,
  recordedOf = async () => nothingRecorded,
  unhandledOf = async () => [],
  isToRemember = async () => false,
  now = Date.now,
  ...options
}: GitHubOptions): GitHub {
  const { appId } = options;
  const noReplyHost = new URL(options.baseUrl).hostname.replace(/^api\./, "");
  const budgets = createBudgets(now);
  const onBudget: GitHubOptions["onBudget"] = (installationId, budget) => {
    budgets.note(installationId, budget);
    options.onBudget?.(installationId, budget);
  };
  const { app, installation: clientOf } = createClients({ ...options, now, onBudget });
  const kept = createKept(now);
  const reviewerIds = createReviewerIds();
  const policyFiles = createPolicyFiles();
  const rules = createBranchRules(now);
  const keeper = { lastPusherOf, recordedOf, unhandledOf, isToRemember };
  const readerOf = (installationId: number, wholeMerges: boolean) => ({
    ...{ app, appId, installationId, wholeMerges, kept, rules, now, ...keeper },
    client: clientOf(installationId),
    fetched: { olderReviews: new Map(), furtherCommits: new Map() },
  });

  const of = ofInstallation(clientOf);
  const appSlug = async () => {
    const { data } = await app.request("GET /app");
    return data?.slug ?? "";
  };
  return {
    ...createGateCalls({ appId, clientOf, eligibility: kept.eligibility, appSlug }),
    ...createReleaseCalls(clientOf),
    observeChange: (installationId, repository, number, observing) =>
      // Commands on a merged change are judged by what merged.
      observeChange(
        readerOf(installationId, (observing?.pending ?? []).length > 0),
        { repository, number },
        observing,
      ),
    observeMerged: (installationId, repository, number) =>
      observeChange(readerOf(installationId, true), { repository, number }),
    actOnChange: (installationId, { written }, actions) =>
      actOnChange(clientOf(installationId), reviewerIds, written, actions),
    revertChange: of(revertChange),
    mergeQueueHeads: of(readMergeQueueHeads),
    mergeGroupMembers: of(readMergeGroupMembers),
    writeMergeGroupCheck: (installationId, repository, check) =>
      writeCheckRun(clientOf(installationId), appId, repository, check),
    listOpenPullRequests: of(listOpenPullRequests),
    listRepositories: of(listRepositories),
    lookAtPast: of(lookAtPast),
    readMergedPage: (installationId, repository, page) =>
      readMergedPage(clientOf(installationId), repository, page, noReplyHost),
    readPush: (installationId, push) => readPush(clientOf(installationId), push, noReplyHost),
    readControl: (installationId, repository, sha) =>
      readControl(clientOf(installationId), rules, repository, sha),
    listBranches: of(listBranches),
    mayControl: (repository, branch) => rules.mayControl(repository, branch),
    readPushed: of(readPushed),
    whoPushed: async (installationId, repository, head) =>
      (await lastPusherOf(head)) ??
      readLastPusher(clientOf(installationId), {
        repository,
        branch: head.branch,
        sha: head.headSha,
      }),
    howMoved: of(readMove),
    openIssue: of(openIssue),
    lookAtIssue: of(lookAtIssue),
    lookAtIssueCommands: of(lookAtIssueCommands),
    answerOnIssue: of(answerOnIssue),
    changeIssue: of(changeIssue),
    readPolicyAt: (installationId, repository, sha) =>
      policyFiles.read(clientOf(installationId), repository, sha),
    accountsOf: of(readAccountsOf),
    listInstallations: () => listInstallations(app),
    installationOf: (repository) => findInstallation(app, repository),
    failedDeliveries: (sinceMs) => listFailedDeliveries(app, sinceMs),
    requestRedelivery: (id) => requestRedelivery(app, id),
    appSlug,
    budgetLeft: budgets.leftOf,
    expireEligibility: (installationId) => kept.eligibility.expire(installationId),
  };
}
