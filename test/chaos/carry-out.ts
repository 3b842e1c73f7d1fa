import { Refusal } from "../../local-github/operations/refusal.ts";
import { actOnShop } from "./act-on-shop.ts";
import { contentOf, type Deed, type SlotDeed } from "./deed.ts";
import { pathOf } from "./shop.ts";
import { nextSecond, type Stage, textOf } from "./stage.ts";
import type { Story } from "./story.ts";

/**
 * Carries a deed out; false when GitHub does not let people do it as things stand.
 *
 * GitHub's times are whole seconds, and of a push and a command in one second it can't be told which came first: what is done to one pull
 * request is a second apart.
 */
export async function carryOut(stage: Stage, deed: Deed): Promise<boolean> {
  try {
    if (!("slot" in deed)) return await actOnShop(stage, deed);
    const story = stage.inSlot.get(deed.slot) ?? (await open(stage, deed.slot));
    await nextSecond(stage, story.pull.number);
    return await act(stage, story, deed);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

async function open(stage: Stage, slot: number): Promise<Story> {
  const { shop, stories, random } = stage;
  const content = contentOf(random);
  const name = `work-${stories.length + 1}`;
  const files = { [pathOf(content, name)]: textOf(random) };
  const pull = await shop.openPullRequest({ author: "maria", branch: name, files });
  const story: Story = {
    ...{ pull, content, author: "maria", lastPusher: "maria" },
    ...{ statements: [], dismissed: new Set(), merge: null },
  };
  stage.inSlot.set(slot, story);
  stories.push(story);
  return story;
}

async function act(stage: Stage, story: Story, deed: SlotDeed): Promise<boolean> {
  const { pull, content, statements } = story;
  switch (deed.kind) {
    case "push": {
      const files = { [pathOf(content, pull.state.head.branch)]: textOf(stage.random) };
      await pull.push({ author: "maria", by: deed.by, files, force: deed.force });
      story.lastPusher = deed.by;
      return true;
    }
    case "review": {
      const { by, state } = deed;
      const { id } = pull.review({ by, state, body: "Looked at it." });
      const approves = state === "approve";
      statements.push({ kind: "review", by, approves, sha: pull.headSha, id });
      return true;
    }
    case "dismiss":
      return dismissLast(story, deed.reviewer);
    case "command": {
      const { by, word } = deed;
      const argument = word === "risk" ? "critical it looks big" : "for a good reason";
      const { id } = pull.comment(by, `/${word} ${argument}`);
      statements.push({ kind: "command", by, word, sha: pull.headSha, id });
      return true;
    }
    case "merge":
      await merge(stage, story, deed.bypass);
      stage.inSlot.delete(deed.slot);
      return true;
    case "close":
      await pull.close("maria");
      stage.inSlot.delete(deed.slot);
      return true;
  }
}

function dismissLast({ pull, statements, dismissed }: Story, reviewer: string): boolean {
  const last = statements.findLast((each) => each.kind === "review" && each.by === reviewer);
  const review = pull.state.reviews.find(({ id }) => id === last?.id);
  if (review === undefined || dismissed.has(review.id)) return false;
  pull.dismiss(review, "tom");
  dismissed.add(review.id);
  return true;
}

async function merge(
  { github, days, arrivals }: Stage,
  story: Story,
  bypass: boolean,
): Promise<void> {
  const { pull, statements } = story;
  const before = {
    statements: statements.length,
    isFrozen: days.isFrozen(github.world.clock().getTime()),
    conclusion: pull.checkRun?.conclusion ?? null,
  };
  await pull.merge({ by: "tom", bypass });
  story.merge = before;
  arrivals.push({ kind: "merge", story });
}
