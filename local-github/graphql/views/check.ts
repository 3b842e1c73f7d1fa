import { suiteConclusion, suiteStatus } from "../../represent/check.ts";
import { repositoryPage } from "../../represent/repository.ts";
import { checkRunsOn } from "../../world/lookup.ts";
import type { CheckRun, CheckSuite } from "../../world/model.ts";
import { connection, type PageArguments } from "../connection.ts";
import type { Context } from "../context.ts";

/** `CheckSuite`. */
export class CheckSuiteView {
  readonly __typename = "CheckSuite";
  readonly id: string;
  readonly databaseId: number;
  readonly status: string;
  readonly conclusion: string | null;
  readonly createdAt: string;
  readonly app: object;
  readonly #context: Context;
  readonly #suite: CheckSuite;

  constructor(context: Context, suite: CheckSuite) {
    this.#context = context;
    this.#suite = suite;
    const { app } = suite;
    this.id = suite.nodeId;
    this.databaseId = suite.id;
    this.status = suiteStatus(suite).toUpperCase();
    this.conclusion = suiteConclusion(suite)?.toUpperCase() ?? null;
    this.createdAt = suite.createdAt;
    this.app = { id: app.nodeId, databaseId: app.id, slug: app.slug, name: app.name };
  }

  get commit(): Promise<object> {
    return this.#context.views.commit(this.#suite.repository, this.#suite.headSha);
  }

  /** The latest of each name unless all are asked for. */
  checkRuns(
    page: PageArguments & {
      filterBy?: {
        checkName?: string;
        appId?: number;
        checkType?: "ALL" | "LATEST";
        status?: string;
      };
    },
  ): object {
    const { checkName, checkType, status } = page.filterBy ?? {};
    const filter = checkType === "ALL" ? "all" : "latest";
    const runs = checkRunsOn(this.#suite.repository, this.#suite.headSha, filter).filter(
      (run) =>
        run.suite === this.#suite &&
        (checkName === undefined || run.name === checkName) &&
        (status === undefined || run.status.toUpperCase() === status),
    );
    return connection("checkRuns", page, runs, this.#context.views.checkRun);
  }
}

/** `CheckRun`. */
export class CheckRunView {
  readonly __typename = "CheckRun";
  readonly id: string;
  readonly databaseId: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly externalId: string | null;
  readonly detailsUrl: string | null;
  readonly startedAt: string;
  readonly completedAt: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly url: string;
  readonly permalink: string;
  readonly #context: Context;
  readonly #run: CheckRun;

  constructor(context: Context, run: CheckRun) {
    this.#context = context;
    this.#run = run;
    this.id = run.nodeId;
    this.databaseId = run.id;
    this.name = run.name;
    this.status = run.status.toUpperCase();
    this.conclusion = run.conclusion?.toUpperCase() ?? null;
    this.externalId = run.externalId;
    this.detailsUrl = run.detailsUrl;
    this.startedAt = run.startedAt;
    this.completedAt = run.completedAt;
    this.title = run.title;
    this.summary = run.summary;
    this.text = run.text;
    this.url = `${repositoryPage(context.world, run.suite.repository)}/runs/${run.id}`;
    this.permalink = this.url;
  }

  get checkSuite(): object {
    return this.#context.views.checkSuite(this.#run.suite);
  }

  annotations(page: PageArguments): object {
    return connection("annotations", page, this.#run.annotations, (each) => ({
      path: each.path,
      annotationLevel: each.level.toUpperCase(),
      title: each.title,
      message: each.message,
      location: { start: { line: each.startLine }, end: { line: each.endLine } },
    }));
  }
}
