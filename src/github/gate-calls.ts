import { LRUCache } from "lru-cache";
import type { EligibilityQuestions } from "#core/approval/eligibility.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import type { AssociatedCommits } from "#core/change-set/claim-commits.ts";
import { RetryLater } from "#core/errors.ts";
import type { Deployment } from "#core/gate/deployment-log.ts";
import type { DeploymentLine } from "#core/gate/find-deployment-lines.ts";
import type { GateName } from "#core/gate/gate-request.ts";
import type { DeployStatus } from "#core/gate/render-deployment.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { answerGate, type GateWord, hasApproved, type WaitingJob } from "./answer-gate.ts";
import type { Client } from "./client.ts";
import type { EligibilityAnswers } from "./eligibility-answers.ts";
import { listWaitingJobs, type WaitingDeployment } from "./list-waiting-jobs.ts";
import { readAssociated } from "./read-associated.ts";
import { type Deployer, type DeploymentName, readDeployer } from "./read-deployer.ts";
import { readDeployments, readGateFacts, readUpdates } from "./read-deployments.ts";
import { hasProtectionRule, listEnvironments } from "./read-protection-rules.ts";
import { type ComparedRange, readRange } from "./read-range.ts";
import { writeDeployStatus } from "./write-deploy-status.ts";
import { writeDeploymentLines } from "./write-deployment-lines.ts";

/** GitHub as the gates need it. */
export type GateCalls = {
  readDeployments(
    installationId: number,
    repository: RepositoryName,
    environments: readonly string[],
  ): Promise<readonly Deployment[]>;
  /** Null when GitHub does not know the gate's deployment (any more). */
  readGateFacts(
    installationId: number,
    repository: RepositoryName,
    name: Exclude<GateName, { kind: "gate-api" }>,
    sha: string | null,
  ): Promise<{ readonly sha: string; readonly runAttempt: number | null } | null>;
  /** The jobs of a repository that wait for protection rules now. */
  listWaitingJobs(
    installationId: number,
    repository: RepositoryName,
  ): Promise<readonly WaitingDeployment[]>;
  /** The names of a repository's environments. */
  listEnvironments(installationId: number, repository: RepositoryName): Promise<readonly string[]>;
  /** Whether our protection rule is in an environment; null where there is no such environment. */
  hasProtectionRule(
    installationId: number,
    repository: RepositoryName,
    environment: string,
  ): Promise<boolean | null>;
  /** Who is behind a deployment, as far as GitHub tells. */
  readDeployer(
    installationId: number,
    repository: RepositoryName,
    deployment: DeploymentName,
  ): Promise<Deployer>;
  /** When GitHub last changed pull requests, by number, ISO 8601. */
  readUpdates(
    installationId: number,
    repository: RepositoryName,
    numbers: readonly number[],
  ): Promise<ReadonlyMap<number, string>>;
  /** Null when one of the commits is not there any more. Read once: it never changes. */
  compareCommits(
    installationId: number,
    repository: RepositoryName,
    range: { readonly baseSha: string; readonly headSha: string },
  ): Promise<ComparedRange | null>;
  associatedPullRequests(
    installationId: number,
    repository: RepositoryName,
    shas: readonly string[],
  ): Promise<Pick<AssociatedCommits, "pullRequests" | "associated">>;
  eligibilityOf(
    installationId: number,
    repository: RepositoryName,
    questions: EligibilityQuestions,
  ): Promise<Eligibility>;
  answerGate(
    installationId: number,
    job: WaitingJob,
    word: GateWord,
  ): Promise<"taken" | "not-waiting">;
  hasApproved(installationId: number, job: WaitingJob): Promise<boolean>;
  writeDeployStatus(
    installationId: number,
    repository: RepositoryName,
    sha: string,
    status: DeployStatus,
  ): Promise<void>;
  /** Of at most 25 pull requests. */
  writeDeploymentLines(
    installationId: number,
    repository: RepositoryName,
    lines: readonly DeploymentLine[],
  ): Promise<void>;
};

/** Of larger sets the rest is taken for unknown. */
const mostPages = 30;

const mostRanges = 100;

/** The calls that gates make, each with its installation's client. Nothing is sent before the first one. */
export function createGateCalls({
  appId,
  clientOf,
  eligibility,
  appSlug,
}: {
  readonly appId: number;
  readonly clientOf: (installationId: number) => Client;
  readonly eligibility: EligibilityAnswers;
  readonly appSlug: () => Promise<string>;
}): GateCalls {
  const ranges = new LRUCache<string, ComparedRange>({ max: mostRanges });
  return {
    readDeployments: (installationId, repository, environments) =>
      readDeployments(clientOf(installationId), repository, environments),
    readGateFacts: (installationId, repository, name, sha) =>
      readGateFacts(clientOf(installationId), repository, name, sha),
    listWaitingJobs: (installationId, repository) =>
      listWaitingJobs(clientOf(installationId), repository),
    listEnvironments: (installationId, repository) =>
      listEnvironments(clientOf(installationId), repository),
    hasProtectionRule: (installationId, repository, environment) =>
      hasProtectionRule(clientOf(installationId), repository, environment, {
        id: appId,
        readSlug: appSlug,
      }),
    readDeployer: (installationId, repository, deployment) =>
      readDeployer(clientOf(installationId), repository, deployment),
    readUpdates: (installationId, repository, numbers) =>
      readUpdates(clientOf(installationId), repository, numbers),
    async compareCommits(installationId, repository, range) {
      const key = `${formatRepository(repository)} ${range.baseSha} ${range.headSha}`;
      const known = ranges.get(key);
      if (known !== undefined) return known;
      const read = await readRange(clientOf(installationId), repository, range, mostPages);
      if (read !== null) ranges.set(key, read);
      return read;
    },
    associatedPullRequests: (installationId, repository, shas) =>
      readAssociated(clientOf(installationId), repository, shas),
    async eligibilityOf(installationId, repository, questions) {
      await eligibility.ask(clientOf(installationId), installationId, repository, questions);
      const answers = eligibility.find(installationId, repository, questions);
      if (answers === null) throw new RetryLater("Somebody's rights changed while they were read.");
      return answers;
    },
    answerGate: (installationId, job, word) => answerGate(clientOf(installationId), job, word),
    hasApproved: async (installationId, job) =>
      hasApproved(clientOf(installationId), job, await appSlug()),
    writeDeployStatus: (installationId, repository, sha, status) =>
      writeDeployStatus(clientOf(installationId), repository, sha, status),
    writeDeploymentLines: (installationId, repository, lines) =>
      writeDeploymentLines(clientOf(installationId), repository, lines),
  };
}
