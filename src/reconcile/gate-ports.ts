import type { EligibilityQuestions } from "#core/approval/eligibility.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import type { AdHocFreeze } from "#core/change/recorded-facts.ts";
import type { RangeCommit } from "#core/change-set/change-set.ts";
import type { AssociatedCommits } from "#core/change-set/claim-commits.ts";
import type { DeploymentCommand } from "#core/gate/deployment-commands.ts";
import type { Deployment, SuccessTimes } from "#core/gate/deployment-log.ts";
import type { GateAnswer, GateState } from "#core/gate/gate-answer.ts";
import type { GateName, GateRequest } from "#core/gate/gate-request.ts";
import type { GateOverride } from "#core/gate/observed-gate.ts";
import type { DeployStatus } from "#core/gate/render-deployment.ts";
import type { RepositoryName } from "#core/key.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import type { MergesAtGitHub } from "./after-merge-ports.ts";
import type { JudgePorts, MergedChangeStore } from "./judge-merged.ts";
import type { ConfirmLease, MarkDirty } from "./ports.ts";

/** The jobs of a run that wait before an environment. */
export type WaitingJob = {
  readonly repository: RepositoryName;
  readonly runId: number;
  readonly environment: string;
};

/** What the reconciler of environments needs of GitHub. */
interface DeploymentsAtGitHub
  extends Pick<MergesAtGitHub, "observeMerged" | "readControl" | "whoPushed"> {
  /** The newest 100 deployments to some environments, with how they went. */
  readDeployments(
    installationId: number,
    repository: RepositoryName,
    environments: readonly string[],
  ): Promise<readonly Deployment[]>;
  /** Null when GitHub does not know the gate's deployment (any more). The commit is read where it is not given. */
  readGateFacts(
    installationId: number,
    repository: RepositoryName,
    name: Exclude<GateName, { kind: "gate-api" }>,
    sha: string | null,
  ): Promise<{ readonly sha: string; readonly runAttempt: number | null } | null>;
  /** When GitHub last changed pull requests, by number, ISO 8601. */
  readUpdates(
    installationId: number,
    repository: RepositoryName,
    numbers: readonly number[],
  ): Promise<ReadonlyMap<number, string>>;
  /** What the head has that the base has not. Null when one of them is not there any more. */
  compareCommits(
    installationId: number,
    repository: RepositoryName,
    range: { readonly baseSha: string; readonly headSha: string },
  ): Promise<{
    readonly status: "identical" | "ahead" | "behind" | "diverged";
    readonly commits: readonly RangeCommit[];
    readonly total: number;
    readonly behind: number;
  } | null>;
  /** The merged pull requests that GitHub associates with commits. */
  associatedPullRequests(
    installationId: number,
    repository: RepositoryName,
    shas: readonly string[],
  ): Promise<Pick<AssociatedCommits, "pullRequests" | "associated">>;
  /** What a commit changes against its first parent, both names of a rename; null where GitHub may list not all. */
  readPaths(
    installationId: number,
    repository: RepositoryName,
    sha: string,
  ): Promise<readonly string[] | null>;
  eligibilityOf(
    installationId: number,
    repository: RepositoryName,
    questions: EligibilityQuestions,
  ): Promise<Eligibility>;
  /** Everybody's rights are asked again before their next use. */
  expireEligibility(installationId: number): void;
  /** Answers (finally), or reports where the state is null. `not-waiting`: nothing waits there, or not yet, or it was answered before. */
  answerGate(
    installationId: number,
    job: WaitingJob,
    word: { readonly state: "approved" | "rejected" | null; readonly comment: string },
  ): Promise<"taken" | "not-waiting">;
  /** Whether we approved the run's deployment to the environment, in whichever attempt. */
  hasApproved(installationId: number, job: WaitingJob): Promise<boolean>;
  /** Sets the commit status unless it stands already. */
  writeDeployStatus(
    installationId: number,
    repository: RepositoryName,
    sha: string,
    status: DeployStatus,
  ): Promise<void>;
}

/** A gate as it was left by the last look at it. */
export type KnownGate = GateRequest & {
  readonly component: string | null;
  /** Null until it was read. */
  readonly sha: string | null;
  readonly runAttempt: number | null;
  readonly requestedAtMs: number;
  readonly state: GateState;
  readonly reports: number;
  readonly lastReport: string | null;
  readonly releasedAtMs: number | null;
  /** Null as long as its deployment was not seen to succeed. */
  readonly success: SuccessTimes | null;
};

/** What the reconcilers keep of gates. */
export interface GateStore {
  /** Those that need work; the oldest first. */
  openAt(repository: RepositoryName, environment: string): Promise<readonly KnownGate[]>;
  /** Every gate that was asked for at or after a moment; the oldest first. */
  askedSince(
    repository: RepositoryName,
    environment: string,
    sinceMs: number,
  ): Promise<readonly KnownGate[]>;
  /**
   * The gates of some environments that let their deployments go ahead: the latest ones, those that succeeded last, and all with which one of the
   * commits did.
   */
  released(
    repository: RepositoryName,
    about: { readonly environments: readonly string[]; readonly shas: readonly string[] },
  ): Promise<readonly KnownGate[]>;
  environmentsWaiting(repository: RepositoryName): Promise<readonly string[]>;
  noteFacts(
    gate: Pick<GateRequest, "repository" | "name">,
    facts: { readonly sha: string; readonly runAttempt: number | null },
  ): Promise<void>;
  recordDecision(record: {
    readonly repository: RepositoryName;
    readonly name: GateName;
    readonly state: GateState;
    readonly answer: Omit<GateAnswer, "id">;
    readonly data: JsonValue;
    readonly substance: JsonValue;
  }): Promise<LedgerPosition>;
  recordEvent(
    gate: Pick<GateRequest, "repository" | "name">,
    kind: "gate.answered" | "gate.started" | "gate.breached",
    data: JsonValue,
  ): Promise<LedgerPosition>;
  noteReport(repository: RepositoryName, name: GateName, text: string): Promise<void>;
  noteReleased(repository: RepositoryName, name: GateName): Promise<void>;
  noteStarted(repository: RepositoryName, name: GateName, atMs: number): Promise<void>;
  /** Its deployment succeeded: first and last at these moments. */
  noteSuccess(gate: Pick<GateRequest, "repository" | "name">, success: SuccessTimes): Promise<void>;
  close(repository: RepositoryName, name: GateName): Promise<void>;
}

/** What the reconciler of environments needs. */
export type GatePorts = Omit<JudgePorts, "github" | "mergedChanges"> & {
  readonly github: DeploymentsAtGitHub;
  readonly gates: GateStore;
  readonly mergedChanges: MergedChangeStore;
  readonly deploymentCommands: {
    /** What was ordered about deployments since a moment. */
    aboutDeployments(
      repository: RepositoryName,
      sinceMs: number,
    ): Promise<readonly DeploymentCommand[]>;
    /** The repository's ad hoc freezes that have not ended. */
    freezesOf(repository: RepositoryName): Promise<readonly AdHocFreeze[]>;
  };
  readonly unauthorised: {
    /** The responsibility that was taken on issues about pushes, for all that each brought. */
    overridesOfPushes(repository: RepositoryName): Promise<readonly GateOverride[]>;
  };
  readonly markDirty: MarkDirty;
  readonly confirmLease: ConfirmLease;
};
