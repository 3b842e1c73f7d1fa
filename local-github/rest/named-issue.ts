import { isGranted } from "../http/tokens.ts";
import { labelNamed } from "../operations/issues.ts";
import { notFound, Refusal } from "../operations/refusal.ts";
import type { Issue, Label, PullRequest } from "../world/model.ts";
import { type Call, repositoryOf } from "./route.ts";

type NamedIssue = Call<{ owner: string; repo: string; issue_number: number }>;

export const readIssue = ["issues:read", "pull_requests:read"] as const;
export const writeIssue = ["issues:write", "pull_requests:write"] as const;

/** The issue or pull request that a call names; 403 where the right is to the other kind only. */
export function issueOf(call: NamedIssue, level: "read" | "write" = "read"): Issue | PullRequest {
  const issue = repositoryOf(call).issues.get(call.parameters.issue_number);
  if (!issue) throw notFound();
  if (!mayTouch(call, issue, level)) {
    throw new Refusal(403, "Resource not accessible by integration");
  }
  return issue;
}

/** The right to pull requests is enough for those, and worth nothing for issues. */
export function mayTouch(
  { caller }: Call<unknown>,
  { kind }: Issue | PullRequest,
  level: "read" | "write",
): boolean {
  const needs = [`issues:${level}`, `pull_requests:${level}`] as const;
  return isGranted(caller, kind === "issue" ? needs.slice(0, 1) : needs);
}

/**
 * The label of that name, made when it is missing; that takes the right to issues, also for pull requests.
 * https://github.com/googleapis/release-please-action/issues/1105
 */
export function labelFor(
  call: Call<unknown>,
  { repository }: Issue | PullRequest,
  name: string,
): Label {
  const missing = !repository.labels.has(name.toLowerCase());
  if (missing && !isGranted(call.caller, ["issues:write"])) {
    const detail = { resource: "Repository", field: "label", code: "unauthorized" };
    const message = "You do not have permission to create labels on this repository.";
    throw new Refusal(403, message, [detail]);
  }
  return labelNamed(call.world, repository, name);
}

/** The body is an object with `labels`: names, or objects with a name. */
export function labelNamesOf(body: unknown): readonly string[] {
  const labels: unknown = typeof body === "object" && body ? Reflect.get(body, "labels") : [];
  return (Array.isArray(labels) ? labels : []).map((label: unknown) =>
    String(typeof label === "object" && label !== null ? Reflect.get(label, "name") : label),
  );
}
