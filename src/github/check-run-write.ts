import type { DesiredCheckRun } from "#core/change/change-action.ts";
import type { WrittenCheckRun } from "#core/change/observed-change.ts";
import type { MutationField } from "./mutation.ts";

/** GitHub takes no more annotations in one call. */
const mostAnnotations = 50;

const conclusions = { success: "SUCCESS", failure: "FAILURE" } as const;

/**
 * The write that makes a check run stand as desired. Annotations beyond the first 50 are left to the summary.
 *
 * What can't be taken back needs a new check run, and GitHub goes by the newest of a name: annotations are only ever
 * added to, and whether a completed run can be opened again is not documented.
 *
 * See https://docs.github.com/en/rest/checks/runs#update-a-check-run
 */
export function checkRunWrite(
  repositoryId: string,
  desired: DesiredCheckRun,
  existing: WrittenCheckRun | null,
): MutationField {
  const { name, headSha, status, conclusion, externalId, title, summary } = desired;
  const annotations = desired.annotations.slice(0, mostAnnotations).map(annotationInput);
  const input = {
    repositoryId,
    name,
    status: status === "completed" ? "COMPLETED" : "IN_PROGRESS",
    ...(conclusion !== null && { conclusion: conclusions[conclusion] }),
    externalId,
    actions: desired.buttons,
    output: { title, summary, ...(annotations.length > 0 && { annotations }) },
  };
  const reopened = status === "in_progress" && existing?.status === "completed";
  if (existing === null || existing.annotated || annotations.length > 0 || reopened) {
    return { name: "createCheckRun", input: { ...input, headSha } };
  }
  return { name: "updateCheckRun", input: { ...input, checkRunId: existing.nodeId } };
}

function annotationInput({ path, line, title, message }: DesiredCheckRun["annotations"][number]) {
  const location = { startLine: line, endLine: line };
  return { path, location, annotationLevel: "FAILURE", title, message };
}
