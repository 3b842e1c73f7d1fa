import type { Account, App, Repository } from "./model.ts";

type Identified = { readonly id: number; readonly nodeId: string };

/** A place to deploy to. Naming one that does not exist makes it, without any rule. */
export type Environment = Identified & {
  readonly kind: "environment";
  readonly repository: Repository;
  readonly name: string;
  readonly createdAt: string;
  /** Custom deployment protection rules, by the app that answers for them. */
  readonly rules: Map<App, Identified>;
  adminsMayBypass: boolean;
};

export type Deployment = Identified & {
  readonly kind: "deployment";
  readonly repository: Repository;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly payload: unknown;
  readonly originalEnvironment: string;
  readonly description: string | null;
  readonly transient: boolean;
  readonly production: boolean;
  readonly creator: Account;
  readonly createdAt: string;
  /** Null when it was made through the API. */
  readonly job: Job | null;
  /** Statuses can change it. */
  environment: string;
  updatedAt: string;
  /** Newest first. */
  readonly statuses: DeploymentStatus[];
};

export type DeploymentState =
  | "error"
  | "failure"
  | "inactive"
  | "in_progress"
  | "pending"
  | "queued"
  | "success";

export type DeploymentStatus = Identified & {
  readonly deployment: Deployment;
  readonly state: DeploymentState;
  readonly creator: Account;
  readonly description: string;
  readonly environment: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly createdAt: string;
};

export type Workflow = Identified & { readonly name: string; readonly path: string };

/** One run of a workflow; a re-run is another attempt of the same one. */
export type WorkflowRun = Identified & {
  readonly kind: "workflow-run";
  readonly repository: Repository;
  readonly workflow: Workflow;
  readonly number: number;
  readonly event: string;
  readonly headSha: string;
  /** The whole name of the branch or tag that it runs on. */
  readonly ref: string;
  readonly title: string;
  readonly checkSuite: Identified;
  readonly actor: Account;
  readonly createdAt: string;
  triggeringActor: Account;
  attempt: number;
  startedAt: string;
  updatedAt: string;
  /** Of the latest attempt. */
  jobs: readonly Job[];
  /** Of every attempt, oldest first. */
  readonly answers: RuleAnswer[];
};

export type Job = Identified & {
  readonly kind: "job";
  readonly run: WorkflowRun;
  readonly name: string;
  readonly environment: string | null;
  /** Names of the jobs that must succeed first. */
  readonly after: readonly string[];
  /** `blocked`: for other jobs; `waiting`: for protection rules. */
  state: "blocked" | "waiting" | "in_progress" | "completed";
  conclusion: JobConclusion | null;
  deployment: Deployment | null;
  /** The apps that have yet to approve. */
  readonly awaited: Set<App>;
};

export type JobConclusion = "success" | "failure" | "cancelled" | "skipped";

/** What an app (or an administrator who bypassed) said about deployments; `pending` is a report without a decision. */
export type RuleAnswer = {
  readonly state: "approved" | "rejected" | "pending";
  readonly environment: Environment;
  readonly deployments: readonly Deployment[];
  readonly by: Account;
  readonly comment: string;
  readonly at: string;
};

/** What a repository deploys. */
export type Deployments = {
  /** By name. */
  readonly environments: Map<string, Environment>;
  /** By path. */
  readonly workflows: Map<string, Workflow>;
  /** Oldest first, as the others here. */
  readonly runs: WorkflowRun[];
  readonly all: Deployment[];
};

/** Nothing was deployed yet. */
export function noDeployments(): Deployments {
  return { environments: new Map(), workflows: new Map(), runs: [], all: [] };
}

/** A run's status and conclusion as its jobs amount to them. */
export function statusOfRun({ jobs }: WorkflowRun): {
  readonly status: "completed" | "in_progress" | "queued" | "waiting";
  readonly conclusion: JobConclusion | null;
} {
  if (jobs.every(({ state }) => state === "completed")) {
    const conclusions = jobs.map(({ conclusion }) => conclusion);
    const worst = (["failure", "cancelled"] as const).find((each) => conclusions.includes(each));
    return { status: "completed", conclusion: worst ?? "success" };
  }
  const running = (["in_progress", "waiting"] as const).find((state) =>
    jobs.some((job) => job.state === state),
  );
  return { status: running ?? "queued", conclusion: null };
}

/** A branch's or tag's own name. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, "");
}
