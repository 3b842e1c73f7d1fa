import { type CheckRunEdits, createCheckRun, updateCheckRun } from "../../operations/check-runs.ts";
import { notFound, Refusal } from "../../operations/refusal.ts";
import { createStatus } from "../../operations/statuses.ts";
import { representCheckRun, representCheckSuite, representStatus } from "../../represent/check.ts";
import { representEventCommit } from "../../represent/commit.ts";
import { repositoryUrl, representMinimalRepository } from "../../represent/repository.ts";
import { checkRunsOn, resolveCommit } from "../../world/lookup.ts";
import type { CheckConclusion, CheckRun, CheckStatus, Repository } from "../../world/model.ts";
import { type Call, created, ok, page, repositoryOf, route } from "../route.ts";

/** Check runs, check suites and commit statuses. */
export const checkRoutes = [
  route("POST /repos/{owner}/{repo}/check-runs", ["checks:write"], async (call) => {
    const { parameters } = call;
    const edits = { ...editsOf(parameters), name: parameters.name };
    const { world } = call;
    const sha = parameters.head_sha;
    const run = await createCheckRun(world, repositoryOf(call), call.world.app, sha, edits);
    return created(representCheckRun(world, run));
  }),
  route("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", ["checks:write"], (call) => {
    const run = runOf(call);
    if (run.suite.app !== call.world.app) {
      throw new Refusal(
        403,
        "Invalid app_id - check run can only be modified by the GitHub App that created it.",
      );
    }
    updateCheckRun(call.world, run, editsOf(call.parameters));
    return ok(representCheckRun(call.world, run));
  }),
  route("GET /repos/{owner}/{repo}/check-runs/{check_run_id}", ["checks:read"], (call) =>
    ok(representCheckRun(call.world, runOf(call))),
  ),
  route(
    "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
    ["checks:read"],
    (call) =>
      page(call, runOf(call).annotations, (shown) =>
        shown.map((each) => ({
          path: each.path,
          start_line: each.startLine,
          end_line: each.endLine,
          start_column: null,
          end_column: null,
          annotation_level: each.level,
          title: each.title,
          message: each.message,
          raw_details: null,
          blob_href: "",
        })),
      ),
  ),
  route("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", ["checks:read"], async (call) => {
    const { check_name: name, status, filter = "latest", app_id: appId } = call.parameters;
    const repository = repositoryOf(call);
    const sha = await shaOf(repository, call.parameters.ref);
    const matching = checkRunsOn(repository, sha, filter).filter(
      (run) =>
        (name === undefined || run.name === name) &&
        (status === undefined || run.status === status) &&
        (appId === undefined || run.suite.app.id === appId),
    );
    return page(call, matching, (shown) => ({
      total_count: matching.length,
      check_runs: shown.map((run) => representCheckRun(call.world, run)),
    }));
  }),
  route("GET /repos/{owner}/{repo}/commits/{ref}/check-suites", ["checks:read"], async (call) => {
    const repository = repositoryOf(call);
    const sha = await shaOf(repository, call.parameters.ref);
    const suites = repository.checkSuites.filter(({ headSha }) => headSha === sha);
    const head = representEventCommit(call.world, repository, await repository.git.commitOf(sha));
    return page(call, suites, (shown) => ({
      total_count: suites.length,
      check_suites: shown.map((suite) => ({
        ...representCheckSuite(call.world, suite),
        head_commit: head,
        repository: representMinimalRepository(call.world, repository),
      })),
    }));
  }),
  route("POST /repos/{owner}/{repo}/statuses/{sha}", ["statuses:write"], async (call) => {
    const { sha, state, context = "default", description, target_url: targetUrl } = call.parameters;
    const repository = repositoryOf(call);
    const status = await createStatus(call.world, repository, {
      sha,
      state,
      context,
      description: description ?? null,
      targetUrl: targetUrl ?? null,
      author: call.caller.account,
    });
    return created(representStatus(call.world, status, repositoryUrl(call.world, repository)));
  }),
  route("GET /repos/{owner}/{repo}/commits/{ref}/statuses", ["statuses:read"], async (call) => {
    const repository = repositoryOf(call);
    const sha = await shaOf(repository, call.parameters.ref);
    const statuses = repository.statuses.filter((status) => status.sha === sha);
    return page(call, statuses, (shown) =>
      shown.map((each) => representStatus(call.world, each, repositoryUrl(call.world, repository))),
    );
  }),
];

type RunParameters = {
  name?: string;
  status?: string;
  conclusion?: string;
  external_id?: string;
  details_url?: string;
  started_at?: string;
  completed_at?: string;
  actions?: { label: string; description: string; identifier: string }[];
  output?: {
    title?: string;
    summary: string;
    text?: string;
    annotations?: {
      path: string;
      start_line: number;
      end_line: number;
      annotation_level: "notice" | "warning" | "failure";
      message: string;
      title?: string;
    }[];
  };
};

function editsOf(wanted: RunParameters): CheckRunEdits {
  const { output } = wanted;
  return {
    ...(wanted.name !== undefined && { name: wanted.name }),
    // The values were validated against GitHub's lists.
    ...(wanted.status !== undefined && { status: wanted.status as CheckStatus }),
    ...(wanted.conclusion !== undefined && { conclusion: wanted.conclusion as CheckConclusion }),
    ...(wanted.external_id !== undefined && { externalId: wanted.external_id }),
    ...(wanted.details_url !== undefined && { detailsUrl: wanted.details_url }),
    ...(wanted.started_at !== undefined && { startedAt: wanted.started_at }),
    ...(wanted.completed_at !== undefined && { completedAt: wanted.completed_at }),
    ...(wanted.actions && { actions: wanted.actions }),
    ...(output && {
      output: {
        title: output.title ?? null,
        summary: output.summary,
        text: output.text ?? null,
        annotations: (output.annotations ?? []).map((each) => ({
          path: each.path,
          startLine: each.start_line,
          endLine: each.end_line,
          level: each.annotation_level,
          title: each.title ?? null,
          message: each.message,
        })),
      },
    }),
  };
}

function runOf(
  call: Call<{ owner: string; repo: string; check_run_id: number | bigint }>,
): CheckRun {
  const run = repositoryOf(call)
    .checkSuites.flatMap((suite) => suite.runs)
    .find(({ id }) => id === Number(call.parameters.check_run_id));
  if (!run) throw notFound();
  return run;
}

async function shaOf(repository: Repository, ref: string): Promise<string> {
  const sha = await resolveCommit(repository, ref);
  if (sha === null) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  return sha;
}
