import type { Deed, SlotDeed } from "./deed.ts";
import { isWaiting } from "./deployment.ts";
import { environment } from "./shop.ts";
import { nextSecond, type Stage, textOf } from "./stage.ts";

/** Somebody cancels the oldest run before the next one. */
const mostWaiting = 3;

type ShopDeed = Exclude<Deed, SlotDeed>;

/** Carries out what is done to no open pull request; false when there is nothing to do it to. */
export async function actOnShop(stage: Stage, deed: ShopDeed): Promise<boolean> {
  switch (deed.kind) {
    case "direct-push": {
      const { shop, arrivals, random } = stage;
      const files = { [`hot/fix-${arrivals.length + 1}.txt`]: textOf(random) };
      const sha = await shop.push("main", "tom", [{ message: "Mend it at once", files }]);
      arrivals.push({ kind: "direct-push", sha });
      return true;
    }
    case "afterwards":
      return speakAfterwards(stage, deed);
    case "deploy": {
      const arrivals = stage.arrivals.length;
      const waiting = stage.deployments.filter(isWaiting);
      if (waiting.length >= mostWaiting) await waiting[0]?.run.cancel();
      const run = await stage.shop.startRun({ by: "jonas", jobs: [{ environment }] });
      stage.deployments.push({ run, arrivals });
      return true;
    }
    case "finish":
      return finishDeployments(stage, deed.conclusion);
    case "tag":
      return handleTag(stage, deed);
  }
}

async function speakAfterwards(
  stage: Stage,
  { nth, by, what }: Extract<Deed, { kind: "afterwards" }>,
): Promise<boolean> {
  const merged = stage.arrivals
    .slice(stage.deployed)
    .flatMap((arrival) => (arrival.kind === "merge" ? [arrival.story] : []));
  const story = merged[nth % Math.max(1, merged.length)];
  if (story === undefined) return false;
  const { pull, statements } = story;
  await nextSecond(stage, pull.number);
  const sha = pull.headSha;
  if (what === "override") {
    const { id } = pull.comment(by, "/override looked at it afterwards");
    statements.push({ kind: "command", by, word: "override", sha, id });
  } else {
    const { id } = pull.review({ by, state: what, body: "Looked at it afterwards." });
    statements.push({ kind: "review", by, approves: what === "approve", sha, id });
  }
  return true;
}

/** The oldest first: what was started last runs in the end. */
async function finishDeployments(
  stage: Stage,
  conclusion: "success" | "failure",
): Promise<boolean> {
  const running = stage.deployments.filter(
    ({ run }) => run.job(environment).state === "in_progress",
  );
  for (const { run, arrivals } of running) {
    await run.finish(environment, conclusion);
    if (conclusion === "success") stage.deployed = arrivals;
  }
  return running.length > 0;
}

async function handleTag(
  { shop, tags }: Stage,
  { what, nth }: Extract<Deed, { kind: "tag" }>,
): Promise<boolean> {
  if (what === "push") {
    const name = `v1.${tags.size}.0`;
    await shop.tags.push(name, "maria");
    tags.set(name, true);
    return true;
  }
  const there = [...tags].flatMap(([name, isThere]) => (isThere ? [name] : []));
  const name = there[nth % Math.max(1, there.length)];
  if (name === undefined) return false;
  if (what === "move") {
    await shop.tags.move(name, "maria", { at: "main" });
    return true;
  }
  if (what === "publish") {
    const [draft] = shop.releases(name);
    await draft?.publish("maria");
    return draft !== undefined;
  }
  await shop.tags.delete(name, "maria");
  tags.set(name, false);
  return true;
}
