import { z } from "zod";
import type { ApiRequest } from "../../local-github/http/faults.ts";
import type { CheckRun } from "../../local-github/world/model.ts";
import type { Announcement } from "../../local-github/world/world.ts";
import { caseOf, deploymentsNow } from "./as-it-stands.ts";
import { type Deployment, describeDeployment, isWaiting, mayDeploy } from "./deployment.ts";
import { judge } from "./judge.ts";
import { Moments } from "./moments.ts";
import { checkName, environment } from "./shop.ts";
import type { Stage } from "./stage.ts";
import { describe, readingOf, type Story } from "./story.ts";
import type { Finding } from "./violation.ts";

const Query = z.object({ variables: z.object({ number: z.number().optional() }) });
const DeploymentEvent = z.object({
  deployment: z.object({ id: z.number() }),
  deployment_status: z.object({ state: z.string() }),
});
const CheckEvent = z.object({ check_run: z.object({ id: z.number(), head_sha: z.string() }) });

/**
 * Looks at every check that is written, in the moment in which it is: passing a commit is right only if it was right at some moment between
 * the snapshot on which that was decided and the write.
 */
export class Watch {
  readonly #stage: Stage;
  readonly #tell: (finding: Finding) => void;
  readonly #moments = new Map<number, Moments>();
  readonly #deployments = new Map<Deployment, Moments>();
  /** When the last snapshot of a pull request was asked for. */
  readonly #snapshots = new Map<number, number>();
  /** When the deployments of the environment were read last. */
  #site = 0;

  constructor(stage: Stage, tell: (finding: Finding) => void) {
    this.#stage = stage;
    this.#tell = tell;
    const { world } = stage.github;
    const { announce } = world;
    world.announce = (announcement) => {
      this.#hear(announcement);
      announce(announcement);
    };
  }

  /** Notes a request that is about to be carried out. */
  note({ names, body }: ApiRequest): void {
    if (names.includes("ReadDeployments")) this.#site = performance.now();
    if (!names.includes("ObserveChange")) return;
    const { number } = Query.parse(JSON.parse(body)).variables;
    if (number !== undefined) this.#snapshots.set(number, performance.now());
  }

  /** Notes what may pass after a deed that began at a moment of `performance.now()`. */
  noteMoments(startMs: number): void {
    const nowMs = performance.now();
    for (const story of this.#stage.stories) {
      if (story.pull.state.state === "open") this.#noteMoment(story, startMs, nowMs);
    }
    for (const one of this.#stage.deployments) {
      if (isWaiting(one)) this.#noteDeployment(one, startMs, nowMs);
    }
  }

  #noteDeployment(one: Deployment, startMs: number, nowMs: number): void {
    const moments = this.#deployments.get(one) ?? new Moments();
    this.#deployments.set(one, moments);
    const may = mayDeploy(one, deploymentsNow(this.#stage, "most"));
    moments.note(may ? environment : null, startMs, nowMs);
  }

  #noteMoment(story: Story, startMs: number, nowMs: number): void {
    const { number, headSha } = story.pull;
    const moments = this.#moments.get(number) ?? new Moments();
    this.#moments.set(number, moments);
    const verdict = judge(caseOf(this.#stage, story), readingOf(story, "most"));
    moments.note(verdict === "approved" ? headSha : null, startMs, nowMs);
  }

  #hear({ event, action, sender, payload }: Announcement): void {
    const { app } = this.#stage.github.world;
    if (event === "deployment_status") this.#lookAtStart(payload);
    if (event !== "check_run" || sender !== app.bot) return;
    const { id, head_sha: sha } = CheckEvent.parse(payload).check_run;
    const runs = this.#stage.shop.state.checkSuites
      .filter((suite) => suite.app === app && suite.headSha === sha)
      .flatMap((suite) => suite.runs)
      .filter(({ name }) => name === checkName);
    const run = runs.find((each) => each.id === id);
    if (run === undefined) return;
    const before = runs[runs.indexOf(run) - 1];
    if (action === "created" && before !== undefined) this.#lookForDouble(run, before, sha);
    if (action === "completed" && run.conclusion === "success") this.#lookAtSuccess(sha);
  }

  /** A job begins in the moment in which its answer arrives. */
  #lookAtStart(payload: Announcement["payload"]): void {
    const { deployment, deployment_status: status } = DeploymentEvent.parse(payload);
    if (status.state !== "in_progress") return;
    const started = this.#stage.deployments.find(
      ({ run }) => run.job(environment).deployment?.id === deployment.id,
    );
    const nowMs = performance.now();
    if (
      started === undefined ||
      this.#deployments.get(started)?.wasRight(environment, this.#site, nowMs)
    )
      return;
    const what = `it was let through, which was right at no moment since it was looked at: ${describeDeployment(started, this.#stage)}`;
    this.#tell({ kind: "passed wrongly", subject: `run ${started.run.id}`, what });
  }

  /** A further run on a head has its reason: what was completed came out differently. */
  #lookForDouble(run: CheckRun, before: CheckRun, sha: string): void {
    if (before.status === "completed" && before.conclusion !== run.conclusion) return;
    const what = `a second check run beside one that is ${before.conclusion ?? before.status}, itself ${run.conclusion ?? run.status}`;
    this.#tell({ kind: "doubled", subject: sha, what });
  }

  #lookAtSuccess(sha: string): void {
    const nowMs = performance.now();
    // What a command came to may have been told since the last deed.
    this.noteMoments(nowMs);
    const numbers = [...this.#moments.keys()];
    const isRight = numbers.some((number) => {
      const decidedMs = this.#snapshots.get(number) ?? nowMs;
      return this.#moments.get(number)?.wasRight(sha, decidedMs, nowMs);
    });
    if (isRight) return;
    const story = this.#stage.stories.find(({ pull }) => pull.headSha === sha);
    const what = `its check became a success, which was right at no moment since the snapshot${story === undefined ? "" : `: ${describe(story)}`}`;
    this.#tell({ kind: "passed wrongly", subject: `#${story?.pull.number} at ${sha}`, what });
  }
}
