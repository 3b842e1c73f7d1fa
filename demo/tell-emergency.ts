import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../local-github/scenario/repository.ts";
import type { ChangeStep } from "./change-step.ts";
import type { StoryClock } from "./story-clock.ts";
import { until } from "./until.ts";

/** An emergency at night, and its review the next day. */
export function tellEmergency(clock: StoryClock): readonly ChangeStep[] {
  let fix: PullRequestScenario;
  return [
    {
      tells:
        "It is half past eleven at night, and nobody can pay. Maria is on call: she declares an emergency. That alone opens nothing, a second person must agree.",
      async act(shop) {
        clock.set("2026-12-03T23:30:00Z");
        fix = await shop.openPullRequest({
          author: "maria",
          title: "Let people pay again",
          branch: "let-people-pay",
          files: {
            "src/payment.ts":
              'export function refund(order: string): string {\n  return "refund of " + order;\n}\n',
            "db/migrations/0011_unlock_orders.sql": "update orders set locked = false;\n",
          },
        });
        fix.comment("maria", "/emergency nobody can pay since 23:10");
        return fix;
      },
      conclusion: null,
      title: "emergency, waits for 1 approval from @acme/sre",
    },
    {
      tells: "Ines is woken up, reads the fix and approves it. Maria merges.",
      async act() {
        fix.comment("ines", "/approve it only unlocks what the timeout had locked");
        await until(() => fix.checkRun?.conclusion === "success");
        await fix.merge({ by: "maria" });
        return fix;
      },
      conclusion: "success",
      title: "emergency",
      shows: (shop) => reviewOf(fix, shop)?.isOpen === true,
    },
    {
      tells:
        "The next morning Tom, a change-manager, looks at what was done in the night. His review closes the issue that asked for it.",
      async act() {
        clock.set("2026-12-04T09:30:00Z");
        fix.comment(
          "tom",
          "/review successful payments were back after nine minutes, no order was lost",
        );
        return fix;
      },
      conclusion: "success",
      title: "emergency",
      shows: (shop) => reviewOf(fix, shop)?.isOpen === false,
    },
  ];
}

function reviewOf(pull: PullRequestScenario, shop: RepositoryScenario) {
  return shop
    .issues("retrospective-review")
    .find(({ body }) => body.includes(`acme/shop#${pull.number} -->`));
}
