import type { CodeOwnersFile } from "#core/code-owners/code-owners-file.ts";
import type { RepositoryName } from "#core/key.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import type { Permission } from "#core/policy/principal.ts";
import type { Account, ChangeFacts } from "./facts.ts";
import type { RecordedFacts } from "./recorded-facts.ts";

/** One review, in the order in which reviews were submitted. */
export type Review = {
  readonly id: string;
  /** Null when the account is gone. */
  readonly reviewer: Account | null;
  readonly state: "approved" | "changes-requested" | "commented" | "dismissed";
  /** The commit that was reviewed; null when GitHub no longer has it. */
  readonly commitSha: string | null;
  /** By GitHub's clock, milliseconds since the epoch; each later than the one before. */
  readonly submittedAtMs: number;
};

/**
 * Answers to "is this account eligible now?", read from GitHub for the accounts that {@link eligibilityQuestions} names.
 * A missing answer means no.
 */
export type Eligibility = {
  /** Repository permission by login (lower case). */
  readonly permissions: Readonly<Record<string, Permission | "read" | "none">>;
  /** By `organisation/slug` (lower case): logins (lower case) that are members, nested teams included. */
  readonly teams: Readonly<Record<string, readonly string[]>>;
};

/** Everything that the decision on a change depends on, observed at one moment. */
export type ObservedChange = {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly draft: boolean;
  readonly headSha: string;
  /** The base branch's tip when the change was observed. */
  readonly baseSha: string;
  readonly defaultBranch: string;
  readonly facts: ChangeFacts;
  readonly reviews: readonly Review[];
  /** Who pushed the head commit; null when neither the signed delivery nor GitHub's activity log tells. */
  readonly lastPusher: Account | null;
  readonly eligibility: Eligibility;
  /** The organisation's and the repository's policy, where there is one; organisation first. */
  readonly policies: readonly PolicySource[];
  /** At `baseSha`, never at the head; null when the base has none. */
  readonly codeOwners: CodeOwnersFile | null;
  readonly recorded: RecordedFacts;
};

/** What Sluice itself has written on the change before, found again by name and marker. */
export type WrittenChange = {
  readonly pullRequestNodeId: string;
  readonly repositoryNodeId: string;
  readonly checkRun: WrittenCheckRun | null;
  readonly comment: { readonly nodeId: string; readonly body: string } | null;
  /** Every label on the pull request, ours and others'. */
  readonly labels: readonly string[];
  /** Node ids by name: of the labels on the pull request and of ours that the repository has. Labels are written by id. */
  readonly labelIds: Readonly<Record<string, string>>;
  /** Whose review is requested now. */
  readonly requestedReviewers: RequestedReviewers;
};

export type RequestedReviewers = {
  readonly users: readonly string[];
  /** `organisation/slug`. */
  readonly teams: readonly string[];
};

export type WrittenCheckRun = {
  readonly nodeId: string;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly externalId: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  /**
   * Whether somebody has asked for it again since it was completed: GitHub queues its suite, and shows it as requested until a run is written.
   * See https://docs.github.com/en/rest/checks/runs#rerequest-a-check-run
   */
  readonly isRerequested: boolean;
  /** Whether it carries annotations. Those of a check run can be added to, never taken away. */
  readonly annotated: boolean;
};
