import { caseOf, deploymentsNow } from "./as-it-stands.ts";
import { type Deployment, describeDeployment, isWaiting, mayDeploy } from "./deployment.ts";
import { conclusionOf, judge } from "./judge.ts";
import { checkName, environment } from "./shop.ts";
import type { Stage } from "./stage.ts";
import { describe, outcomeOf, readingOf, type Story } from "./story.ts";
import type { Finding } from "./violation.ts";

/** Whether everything stands as the oracle says, once nothing is under way: each deviation. */
export function findWrong(stage: Stage): readonly Finding[] {
  const ofStories = stage.stories.flatMap((story) => [
    ...findUnanswered(stage, story),
    ...(story.pull.state.state === "open" ? findWrongVerdict(stage, story) : []),
    ...(story.merge === null ? [] : findWrongReport(stage, story, story.merge)),
  ]);
  return [...ofStories, ...findHeldForNothing(stage), ...findWrongDrafts(stage)];
}

/** The newest deployment passes when it may; older ones that wait are overtaken. */
function findHeldForNothing(stage: Stage): readonly Finding[] {
  const newest = stage.deployments.at(-1);
  if (newest === undefined || !isWaiting(newest)) return [];
  if (!mayDeploy(newest, deploymentsNow(stage, "settled")) || isPushedPast(stage, newest))
    return [];
  const [last] = newest.run.answers(environment).slice(-1);
  const what = `it waits for nothing: ${describeDeployment(newest, stage)}; said last: ${last?.comment}`;
  return [{ kind: "wrong in the end", subject: `run ${newest.run.id}`, what }];
}

/** An override answers for what was pushed past everybody only when it is given after the deployment was asked for. */
function isPushedPast({ arrivals, deployed }: Stage, newest: Deployment): boolean {
  return arrivals.slice(deployed, newest.arrivals).some(({ kind }) => kind === "direct-push");
}

/** Every tag has its one release, and what is gone has none that was not published. */
function findWrongDrafts({ shop, tags }: Stage): readonly Finding[] {
  return [...tags].flatMap(([subject, isThere]): readonly Finding[] => {
    const releases = shop.releases(subject);
    if (!isThere) {
      const what = "the tag is gone, and its draft is not";
      const isLeft = releases.some(({ isDraft }) => isDraft);
      return isLeft ? [{ kind: "wrong in the end", subject, what }] : [];
    }
    if (releases.length === 0) return [{ kind: "lost", subject, what: "the tag has no draft" }];
    const what = `it has ${releases.length} releases`;
    return releases.length > 1 ? [{ kind: "doubled", subject, what }] : [];
  });
}

function findWrongVerdict(stage: Stage, story: Story): readonly Finding[] {
  const { checkRun, labels } = story.pull;
  const verdict = judge(caseOf(stage, story), readingOf(story, "settled"));
  const shown = checkRun === null ? "no check" : (checkRun.conclusion ?? checkRun.status);
  const expected = conclusionOf[verdict] ?? "in_progress";
  const own = ["risk: ", "change: "].map((kind) => labels.filter((name) => name.startsWith(kind)));
  const what = `${checkName} shows ${shown} (${checkRun?.title}), and it is ${verdict}: ${describe(story)}`;
  return [
    ...(shown === expected ? [] : [wrong(story, what)]),
    ...(own.every(({ length }) => length === 1)
      ? []
      : [wrong(story, `its labels are ${labels.join(", ")}`)]),
  ];
}

/** Who merged past a check that did not say success is reported, unless the check was late; nobody else is. */
function findWrongReport(
  stage: Stage,
  story: Story,
  merge: NonNullable<Story["merge"]>,
): readonly Finding[] {
  const { pull, statements } = story;
  const { isFrozen } = merge;
  const before = { ...story, statements: statements.slice(0, merge.statements), isFrozen };
  const verdict = judge({ ...before, head: pull.headSha }, readingOf(story, "settled"));
  const [report] = reportsOf(stage, pull.state.merged?.commitSha ?? "");
  const isDue = verdict !== "approved" && merge.conclusion !== "success";
  const said = `said ${isFrozen ? "in a freeze" : "before"}: ${describe({ ...story, statements: before.statements })}`;
  if (isDue && report === undefined) {
    return [lost(story, `merged while ${verdict}, and nobody is told; ${said}`)];
  }
  return verdict === "approved" && report !== undefined
    ? [wrong(story, `merged while it was approved, and reported; ${said}; report: ${report}`)]
    : [];
}

/** On what is closed nobody looks for a command of which GitHub itself shows no delivery. */
function findUnanswered({ github }: Stage, story: Story): readonly Finding[] {
  const isDue = (id: number) =>
    story.pull.state.state === "open" ||
    github.webhooks.deliveries.some(
      ({ event, body }) => event === "issue_comment" && body.includes(`"id":${id},`),
    );
  return story.statements.flatMap((each) =>
    each.kind === "command" && outcomeOf(story, each.id) === "unanswered" && isDue(each.id)
      ? [lost(story, `/${each.word} by @${each.by} is not answered (comment ${each.id})`)]
      : [],
  );
}

/** Whether something stands twice that may stand only once. */
export function findDoubles(stage: Stage): readonly Finding[] {
  const { shop, stories, arrivals, deployments } = stage;
  const bodies = shop.issues().map(({ body }) => body);
  const markers = bodies.flatMap((body) => /<!-- sluice:[^>]* -->/.exec(body)?.[0] ?? []);
  return [
    ...stories.flatMap(({ pull }) => {
      const subject = `#${pull.number}`;
      const written = pull.comments.flatMap(({ body }) => {
        return /<!-- sluice:(?:change|reply \d+) -->/.exec(body)?.[0] ?? [];
      });
      return repeated(written).map((what): Finding => ({ kind: "doubled", subject, what }));
    }),
    ...repeated(markers).map((what): Finding => ({ kind: "doubled", subject: "issues", what })),
    ...deployments
      .filter(({ run }) => countAnswers(run) > 1)
      .map(({ run }): Finding => {
        return { kind: "doubled", subject: `run ${run.id}`, what: "it was answered twice" };
      }),
    ...arrivals
      .flatMap((arrival) => (arrival.kind === "direct-push" ? [arrival.sha] : []))
      .filter((sha) => reportsOf(stage, sha).length === 0)
      .map(
        (subject): Finding => ({ kind: "lost", subject, what: "a direct push is not reported" }),
      ),
  ];
}

function countAnswers(run: Deployment["run"]): number {
  return run.answers(environment).filter(({ state }) => state !== "pending").length;
}

function reportsOf({ shop }: Stage, sha: string): readonly string[] {
  const bodies = shop.issues().map(({ body }) => body);
  return bodies.filter((body) => body.includes(`<!-- sluice:unauthorised ${sha} -->`));
}

function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) < index))];
}

function wrong({ pull }: Story, what: string): Finding {
  return { kind: "wrong in the end", subject: `#${pull.number}`, what };
}

function lost({ pull }: Story, what: string): Finding {
  return { kind: "lost", subject: `#${pull.number}`, what };
}
