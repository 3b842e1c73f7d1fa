import type { ReleaseScenario } from "../local-github/scenario/release.ts";
import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import type { Scene, Step } from "./step.ts";
import { until } from "./until.ts";

const personsWords = "Coupons are off until further notice. Thank you for your patience!";

/** A tag, its draft, what a person writes to it, and what is left of that when the tag moves. */
export function tellRelease(): readonly Step[] {
  return [
    {
      tells:
        "Tom tags a release. Sluice drafts it: who approved what, what nobody did, the emergencies.",
      async act(shop) {
        await shop.tags.push("v1.0.0", "tom");
        return sceneOf(shop, ["Store coupons", "Switch coupons off"]);
      },
    },
    {
      tells:
        "He writes a sentence above it. Then he finds that one commit was missing, and moves the tag: the draft follows, his sentence stays.",
      async act(shop) {
        await until(() => draftOf(shop) !== null);
        const draft = draftOf(shop);
        await draft?.edit({ body: `${personsWords}\n\n${draft.body ?? ""}` }, "tom");
        const { sha } = await mergeOneMore(shop);
        await shop.tags.move("v1.0.0", "tom", { at: sha });
        return sceneOf(shop, [personsWords, "Thank people for waiting"]);
      },
    },
  ];
}

async function mergeOneMore(shop: RepositoryScenario): Promise<{ readonly sha: string }> {
  const pull = await shop.openPullRequest({
    author: "maria",
    title: "Thank people for waiting",
    files: { "docs/thanks.md": "# Thank you\n" },
  });
  await until(() => pull.checkRun?.conclusion === "success");
  await pull.merge({ by: "maria" });
  return { sha: await shop.sha() };
}

function draftOf(shop: RepositoryScenario): ReleaseScenario | null {
  return shop.releases("v1.0.0")[0] ?? null;
}

function sceneOf(shop: RepositoryScenario, words: readonly string[]): Scene {
  return {
    isTold: () => words.every((text) => draftOf(shop)?.body?.includes(text) ?? false),
    lines: () => {
      const draft = draftOf(shop);
      const lines = (draft?.body ?? "")
        .replaceAll(/<!--[\s\S]*?-->/g, "")
        .trim()
        .split("\n");
      return [
        `draft of ${draft?.name ?? "nothing"}   ${draft?.url ?? ""}`,
        ...lines.slice(0, 6).filter((line) => line !== ""),
      ];
    },
    expected: words.join(", "),
  };
}
