import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createCheckRun, updateCheckRun } from "../../local-github/operations/check-runs.ts";
import { addComment, react } from "../../local-github/operations/issues.ts";
import { answerRule } from "../../local-github/operations/protection-rules.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { carryOut } from "./carry-out.ts";
import type { Deed } from "./deed.ts";
import { findDoubles, findWrong } from "./invariants.ts";
import { checkName, daysFrom, environment, openShop } from "./shop.ts";
import { openStage, type Stage } from "./stage.ts";
import type { Finding } from "./violation.ts";
import { Watch } from "./watch.ts";

/* An App that does what Sluice must not: each invariant has to notice. No server runs here, the tests write in its name. */

let github: LocalGitHub;
let stage: Stage;
let watch: Watch;
let found: Finding[];

beforeEach(async () => {
  github = await startLocalGitHub();
  const beginMs = Math.floor(Date.now() / 1_000) * 1_000;
  const shop = await openShop(github, beginMs);
  stage = openStage({ github, shop, days: daysFrom(beginMs), random: seededRandom(7) });
  found = [];
  watch = new Watch(stage, (finding) => found.push(finding));
});

afterEach(() => github.stop());

async function play(...deeds: readonly Deed[]): Promise<void> {
  for (const deed of deeds) {
    const startMs = performance.now();
    await carryOut(stage, deed);
    watch.noteMoments(startMs);
  }
}

/** Opens a pull request that waits for Ines or Noah: the first of this seed is code. */
const objection = { kind: "review", slot: 0, by: "jonas", state: "request changes" } as const;
const approval = { kind: "review", slot: 0, by: "ines", state: "approve" } as const;

function pull() {
  const story = stage.stories[0];
  if (story === undefined) throw new Error("nothing is open");
  return story.pull;
}

async function writeCheck(conclusion: "success" | "failure" | null) {
  const edits = conclusion === null ? { status: "in_progress" as const } : { conclusion };
  const { world } = github;
  return createCheckRun(world, stage.shop.state, world.app, pull().headSha, {
    name: checkName,
    ...edits,
  });
}

function comment(body: string) {
  return addComment(github.world, pull().state, body, github.world.app.bot);
}

/** Tells the watch that the change was looked at now. */
function look() {
  const body = JSON.stringify({ variables: { number: pull().number } });
  watch.note({ method: "POST", names: ["/graphql", "ObserveChange"], body });
}

const kinds = (findings: readonly Finding[]) => [...new Set(findings.map(({ kind }) => kind))];

test("a success that is right goes by", async () => {
  await play(objection, approval);
  look();
  await writeCheck("success");
  expect(found).toEqual([]);
});

test("a success without the approval", async () => {
  await play(objection);
  look();
  await writeCheck("success");
  expect(kinds(found)).toEqual(["passed wrongly"]);
});

test("a success on what an old look showed: right when it was seen, too late when it is written", async () => {
  await play(objection, approval);
  look();
  await play({ ...approval, state: "request changes" });
  await writeCheck("success");
  expect(found).toEqual([]);

  look();
  updateCheckRun(github.world, await writeCheck(null), { conclusion: "success" });
  expect(kinds(found)).toEqual(["passed wrongly"]);
});

test("a second check run beside an open one, or beside an equal one", async () => {
  await play(objection);
  await writeCheck(null);
  await writeCheck(null);
  expect(kinds(found)).toEqual(["doubled"]);
  await writeCheck("failure");
  await writeCheck("failure");
  expect(found).toHaveLength(3);
});

test("a second comment, and a second reply", async () => {
  await play(objection);
  comment("<!-- sluice:change -->\nIt waits.");
  comment("<!-- sluice:reply 7 -->\nNo.");
  expect(findDoubles(stage)).toEqual([]);
  comment("<!-- sluice:change -->\nIt waits.");
  comment("<!-- sluice:reply 7 -->\nNo.");
  expect(findDoubles(stage).map(({ what }) => what)).toEqual([
    "<!-- sluice:change -->",
    "<!-- sluice:reply 7 -->",
  ]);
});

test("a command that nobody answers", async () => {
  await play({ kind: "command", slot: 0, by: "jonas", word: "hold" });
  expect(kinds(findWrong(stage))).toContain("lost");
  for (const given of pull().comments) react(github.world, given, "+1", github.world.app.bot);
  expect(kinds(findWrong(stage))).not.toContain("lost");
});

test("a direct push and a merge that are not reported, and a report that comes twice", async () => {
  await play(objection, { kind: "direct-push" }, { kind: "merge", slot: 0, bypass: true });
  expect(kinds([...findWrong(stage), ...findDoubles(stage)])).toEqual(["lost"]);
  const pushed = stage.arrivals.flatMap((each) => (each.kind === "direct-push" ? [each.sha] : []));
  const shas = [...pushed, pull().state.merged?.commitSha];
  const report = () => {
    for (const sha of shas) {
      stage.shop.openIssue(github.world.app.bot, "Pushed", `<!-- sluice:unauthorised ${sha} -->`);
    }
  };
  report();
  expect([...findWrong(stage), ...findDoubles(stage)]).toEqual([]);
  report();
  expect(kinds(findDoubles(stage))).toEqual(["doubled"]);
});

test("a deployment that passes with what nobody agreed to, and one that is answered twice", async () => {
  await play({ kind: "deploy" }, objection, { kind: "merge", slot: 0, bypass: true });
  await play({ kind: "deploy" });
  const [first, second] = stage.deployments.map(({ run }) => run.state);
  const { app } = github.world;
  const approved = { environmentName: environment, state: "approved", comment: "" } as const;
  if (first === undefined || second === undefined) throw new Error("nothing is deployed");
  await answerRule(github.world, first, approved, app);
  expect(found).toEqual([]);
  await answerRule(github.world, second, approved, app);
  expect(kinds(found)).toEqual(["passed wrongly"]);
  second.answers.push(...second.answers.slice(-1));
  expect(kinds(findDoubles(stage))).toContain("doubled");
});

test("a deployment that waits for nothing", async () => {
  await play({ kind: "deploy" });
  expect(kinds(findWrong(stage))).toEqual(["wrong in the end"]);
});

test("a tag without its draft, with two, and a draft without its tag", async () => {
  const tag = { kind: "tag", nth: 0 } as const;
  await play({ ...tag, what: "push" });
  const draft = () => stage.shop.release(github.world.app.bot, { tagName: "v1.0.0", draft: true });
  expect(kinds(findWrong(stage))).toEqual(["lost"]);
  await draft();
  expect(findWrong(stage)).toEqual([]);
  await draft();
  expect(kinds(findWrong(stage))).toEqual(["doubled"]);
  await play({ ...tag, what: "delete" });
  expect(kinds(findWrong(stage))).toEqual(["wrong in the end"]);
});

test("a check that does not say what the oracle does", async () => {
  await play(objection);
  const told = "change control: main shows no check (undefined), and it is waiting: code";
  expect(findWrong(stage)).toContainEqual(
    expect.objectContaining({ what: expect.stringContaining(told) }),
  );
  await writeCheck(null);
  await pull().label(["risk: low", "change: normal"], "maria");
  expect(findWrong(stage)).toEqual([]);
  await play(approval);
  expect(kinds(findWrong(stage))).toEqual(["wrong in the end"]);
});
