import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import type { ChangeStep } from "./change-step.ts";

/** A file that has an owner, and a change-manager who answers for what nobody else could approve. */
export function tellOwnersAndOverrides(): readonly ChangeStep[] {
  let totals: PullRequestScenario;
  let cache: PullRequestScenario;
  return [
    {
      tells: "Maria changes how totals are added up. Those are Noah's books: an owner must agree.",
      async act(shop) {
        totals = await shop.openPullRequest({
          author: "maria",
          title: "Round totals",
          branch: "round-totals",
          files: {
            "src/books/totals.ts":
              "export function total(cents: readonly number[]): number {\n  return Math.round(cents.reduce((sum, one) => sum + one, 0));\n}\n",
          },
        });
        return totals;
      },
      conclusion: null,
      title: "waits for 1 approval from a code owner",
    },
    {
      tells: "Noah agrees, by a command this time.",
      async act() {
        totals.comment("noah", "/approve it rounds as our books do");
        return totals;
      },
      conclusion: "success",
      title: "approved by @noah",
    },
    {
      tells:
        "Jonas drops a table that fills the disk. Ines holds it: she wants to look at the backup first.",
      async act(shop) {
        cache = await shop.openPullRequest({
          author: "jonas",
          title: "Drop the page cache",
          branch: "drop-page-cache",
          files: { "db/migrations/0010_drop_page_cache.sql": "drop table page_cache;\n" },
        });
        cache.comment("ines", "/hold until I have seen the backup");
        return cache;
      },
      conclusion: null,
      title: "waits for @ines to lift the hold",
    },
    {
      tells:
        "The backup is there, Ines lifts the hold and leaves for the day. Ada, a change-manager, answers for the rest: an override, which owes a review.",
      async act() {
        cache.comment("ines", "/unhold");
        cache.comment(
          "ada",
          "/override the disk is full by tonight, agreed with Ines by telephone",
        );
        return cache;
      },
      conclusion: "success",
      title: "override",
    },
  ];
}
