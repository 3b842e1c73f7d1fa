import { representCheckRunEvent } from "../represent/check.ts";
import type {
  Account,
  Annotation,
  App,
  CheckAction,
  CheckConclusion,
  CheckRun,
  CheckStatus,
  Repository,
} from "../world/model.ts";
import type { World } from "../world/world.ts";
import { checkSuiteFor } from "./check-suites.ts";
import { refuseUnknownSha } from "./commits.ts";
import { unprocessable } from "./refusal.ts";

// https://docs.github.com/rest/checks/runs#create-a-check-run
const longestOutput = 65_535;
const mostAnnotationsACall = 50;
const mostActions = 3;

/** What a request says of a check run; what it leaves out stays as it is. */
export type CheckRunEdits = {
  readonly name?: string;
  readonly status?: CheckStatus;
  readonly conclusion?: CheckConclusion;
  readonly externalId?: string;
  readonly detailsUrl?: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly output?: {
    readonly title: string | null;
    readonly summary: string;
    readonly text: string | null;
    readonly annotations: readonly Annotation[];
  };
  readonly actions?: readonly CheckAction[];
};

/** Makes a check run on a commit. GitHub keeps earlier ones of the same name and shows the latest. */
export async function createCheckRun(
  world: World,
  repository: Repository,
  app: App,
  headSha: string,
  edits: CheckRunEdits & { readonly name: string },
): Promise<CheckRun> {
  refuse(edits);
  await refuseUnknownSha(repository, headSha);
  const suite = checkSuiteFor(world, repository, app, headSha, null);
  const run: CheckRun = world.register({
    ...world.identify("CR"),
    kind: "check-run",
    suite,
    name: edits.name,
    status: "queued",
    conclusion: null,
    externalId: null,
    detailsUrl: null,
    startedAt: world.now(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  });
  suite.runs.push(run);
  apply(world, run, edits);
  announceCheckRun(world, run, "created", app.bot);
  if (run.status === "completed") announceCheckRun(world, run, "completed", app.bot);
  return run;
}

/** Changes a check run; further annotations are added to those that are there. */
export function updateCheckRun(world: World, run: CheckRun, edits: CheckRunEdits): void {
  refuse(edits);
  const before = run.status;
  apply(world, run, edits);
  const completed = run.status === "completed" && before !== "completed";
  if (completed) announceCheckRun(world, run, "completed", run.suite.app.bot);
}

/**
 * Somebody asks for a check run again, from the pull request's page. The suite is queued; the run itself stays as it is.
 *
 * See https://docs.github.com/rest/checks/runs#rerequest-a-check-run
 */
export function rerequestCheckRun(world: World, run: CheckRun, by: Account): void {
  run.suite.isRerequested = true;
  announceCheckRun(world, run, "rerequested", by);
}

/** Somebody presses one of the check run's buttons. */
export function requestCheckAction(
  world: World,
  run: CheckRun,
  identifier: string,
  by: Account,
): void {
  announceCheckRun(world, run, "requested_action", by, { requested_action: { identifier } });
}

function apply(world: World, run: CheckRun, edits: CheckRunEdits): void {
  run.suite.isRerequested = false;
  run.name = edits.name ?? run.name;
  run.externalId = edits.externalId ?? run.externalId;
  run.detailsUrl = edits.detailsUrl ?? run.detailsUrl;
  run.startedAt = edits.startedAt ?? run.startedAt;
  run.actions = edits.actions ?? run.actions;
  if (edits.conclusion !== undefined) {
    run.status = "completed";
    run.conclusion = edits.conclusion;
    run.completedAt = edits.completedAt ?? world.now();
  } else if (edits.status !== undefined) {
    run.status = edits.status;
    run.conclusion = null;
    run.completedAt = null;
  }
  if (!edits.output) return;
  run.title = edits.output.title ?? run.title;
  run.summary = edits.output.summary;
  run.text = edits.output.text ?? run.text;
  run.annotations.push(...edits.output.annotations);
}

function refuse({ status, conclusion, output, actions }: CheckRunEdits): void {
  if (status === "completed" && conclusion === undefined) {
    throw unprocessable('Invalid request.\n\n"conclusion" wasn\'t supplied.');
  }
  if (conclusion === "stale") throw unprocessable("Only GitHub can set the conclusion stale.");
  for (const text of [output?.summary ?? "", output?.text ?? ""]) {
    if ([...text].length <= longestOutput) continue;
    const supplied = [...text].length;
    throw unprocessable(
      `Invalid request.\n\nOnly ${longestOutput} characters are allowed; ${supplied} were supplied.`,
    );
  }
  if ((output?.annotations.length ?? 0) > mostAnnotationsACall) {
    throw unprocessable(
      `Invalid request.\n\nNo more than ${mostAnnotationsACall} items are allowed; ${output?.annotations.length} were supplied.`,
    );
  }
  if ((actions?.length ?? 0) > mostActions) {
    throw unprocessable(`Invalid request.\n\nNo more than ${mostActions} actions are allowed.`);
  }
}

function announceCheckRun(
  world: World,
  run: CheckRun,
  action: string,
  by: Account,
  payload: Readonly<Record<string, unknown>> = {},
): void {
  world.announce({
    event: "check_run",
    action,
    sender: by,
    repository: run.suite.repository,
    payload: { check_run: representCheckRunEvent(world, run), ...payload },
  });
}
