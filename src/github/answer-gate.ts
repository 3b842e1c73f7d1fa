import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { Refused } from "./request-error.ts";

/** A waiting job by its run and environment. */
export type WaitingJob = {
  readonly repository: RepositoryName;
  readonly runId: number;
  readonly environment: string;
};

/** What is said to a waiting job: an answer, which is final, or (`null`) a report. */
export type GateWord = {
  readonly state: "approved" | "rejected" | null;
  /** Markdown, at most 1,024 characters. */
  readonly comment: string;
};

/**
 * Answers or reports to the jobs of a run that wait before an environment. The address is made of the run's number and the configured
 * place of the API: an address in a delivery is never called. `not-waiting`: nothing waits there now, or has been answered.
 *
 * See https://docs.github.com/en/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run
 */
export async function answerGate(
  client: Client,
  { repository: { owner, name }, runId, environment }: WaitingJob,
  { state, comment }: GateWord,
): Promise<"taken" | "not-waiting"> {
  const word = { environment_name: environment, comment };
  try {
    await client.request(
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule",
      { owner, repo: name, run_id: runId, ...word, ...(state !== null && { state }) },
    );
    return "taken";
  } catch (error) {
    if (error instanceof Refused && error.status === 422) return "not-waiting";
    throw error;
  }
}

/** Whether the app approved the run's deployment to an environment, in this attempt or in one before. */
export async function hasApproved(
  client: Client,
  { repository: { owner, name }, runId, environment }: WaitingJob,
  appSlug: string,
): Promise<boolean> {
  const { data } = await client.request(
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals",
    { owner, repo: name, run_id: runId },
  );
  return data.some(
    ({ state, user, environments }) =>
      state === "approved" &&
      user.login === `${appSlug}[bot]` &&
      environments.some((one) => one.name === environment),
  );
}
