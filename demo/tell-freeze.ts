import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import type { ChangeStep } from "./change-step.ts";
import type { StoryClock } from "./story-clock.ts";

/** A change that is approved, and waits over the weekend all the same. */
export function tellFreeze(clock: StoryClock): readonly [ChangeStep, ChangeStep] {
  let banner: PullRequestScenario;
  return [
    {
      tells:
        "Friday evening. Jonas's change is approved, but the weekend has begun: nothing is merged until Monday, unless it is an emergency.",
      async act(shop) {
        clock.set("2026-12-04T18:30:00Z");
        banner = await shop.openPullRequest({
          author: "jonas",
          title: "Ship a smaller image",
          branch: "smaller-image",
          files: { Dockerfile: 'FROM node:24-slim\nCOPY src /shop\nCMD ["node", "/shop"]\n' },
        });
        banner.review({ by: "maria", state: "approve" });
        return banner;
      },
      conclusion: null,
      title: 'waits for the freeze "weekend" to end, 2026-12-07 08:00 UTC',
    },
    {
      tells: "Monday morning, eight o'clock. The check opens by itself.",
      async act() {
        clock.set("2026-12-07T08:00:05Z");
        return banner;
      },
      conclusion: "success",
      title: "approved by @maria",
    },
  ];
}
