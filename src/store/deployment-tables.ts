/** The tables about deployments. */
export type DeploymentTables = {
  readonly gate: GateTable;
  readonly deployment_news: DeploymentNewsTable;
};

export type GateTable = {
  /** `owner/name`. */
  readonly repository: string;
  /** See `core/gate/gate-request.ts`. */
  readonly name: string;
  readonly environment: string;
  /** What the gate API's caller named; null for the others. */
  readonly component: string | null;
  /** Null until it was read, for gates that name no commit. */
  readonly sha: string | null;
  /** Of the workflow run; null until it was read, and for gates of no run. */
  readonly run_attempt: number | null;
  readonly requested_ms: number;
  /** The gate API's token; null for the others. */
  readonly asked_by: string | null;
  readonly idempotency_key: string | null;
  readonly state: "waiting" | "released" | "rejected" | "superseded" | "expired";
  /** The last decision: JSON for the gate API's answer, the digest of its ledger data, and its entry; null before the first. */
  readonly answer: string | null;
  readonly decision_digest: string | null;
  readonly ledger_seq: number | null;
  readonly ledger_hash: string | null;
  /** Whether the state needs no more work: GitHub has our answer, or none is wanted. */
  readonly closed: number;
  /** How many reports GitHub has taken for it, and the last one's text. */
  readonly reports: number;
  readonly last_report: string | null;
  /** When it was released, and when its deployment was seen to start; null before. */
  readonly released_ms: number | null;
  readonly started_ms: number | null;
  /** When its deployment first and last succeeded, by GitHub's clock; null before. */
  readonly succeeded_ms: number | null;
  readonly last_succeeded_ms: number | null;
};

type DeploymentNewsTable = {
  /** `owner/name`. */
  readonly repository: string;
  /** The pull request. */
  readonly number: number;
  /** The environment, with the component where a gate names one. */
  readonly place: string;
  /** Markdown: what its comment says of the place. */
  readonly line: string;
};
