import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import { type ChangeStep, onChange } from "./change-step.ts";
import { onDeployment } from "./deployment-step.ts";
import type { Step } from "./step.ts";
import type { StoryClock } from "./story-clock.ts";
import { tellEmergency } from "./tell-emergency.ts";
import { tellFreeze } from "./tell-freeze.ts";
import {
  type Friday,
  tellFirstDeployment,
  tellHeldDeployment,
  tellReleasedDeployments,
} from "./tell-gates.ts";
import { tellOwnersAndOverrides } from "./tell-owners-and-overrides.ts";
import { tellRelease } from "./tell-release.ts";
import { tellTricks } from "./tell-tricks.ts";

/** The story that the demo plays, from a Thursday to the Tuesday after it. */
export function tellStory(clock: StoryClock): readonly Step[] {
  const friday: Friday = { run: null, coupons: null };
  const [frozen, thawed] = tellFreeze(clock);
  return [
    ...tellApprovals().map(onChange),
    ...tellTricks().map(onChange),
    ...tellOwnersAndOverrides().map(onChange),
    ...tellFirstDeployment().map(onDeployment),
    ...tellEmergency(clock).map(onChange),
    ...tellHeldDeployment(clock, friday).map(onDeployment),
    onChange(frozen),
    onChange(thawed),
    ...tellReleasedDeployments(clock, friday).map(onDeployment),
    ...tellRelease(),
  ];
}

/** From a change that passes at once to one that waits, passes and waits again. */
function tellApprovals(): readonly ChangeStep[] {
  let docs: PullRequestScenario;
  let refunds: PullRequestScenario;
  return [
    {
      tells:
        "Maria explains refunds in the documentation. Nobody has to approve that: it passes at once.",
      async act(shop) {
        docs = await shop.openPullRequest({
          author: "maria",
          title: "Explain how refunds work",
          branch: "explain-refunds",
          files: { "docs/refunds.md": "# Refunds\n\nA refund takes one working day.\n" },
        });
        return docs;
      },
      conclusion: "success",
      title: "nothing to approve",
    },
    {
      tells:
        "Maria stores refunds in the database. A migration is high risk here: somebody with write access and the reliability team must agree.",
      async act(shop) {
        refunds = await shop.openPullRequest({
          author: "maria",
          title: "Store refunds",
          branch: "store-refunds",
          files: {
            "db/migrations/0007_refunds.sql":
              "create table refund (\n  id bigint primary key,\n  order_id bigint not null\n);\n",
            "src/payment.ts":
              'import { insert } from "./database.ts";\n\nexport async function refund(order: string): Promise<string> {\n  await insert("refund", { order });\n  return "refund " + order;\n}\n',
          },
        });
        return refunds;
      },
      conclusion: null,
      title: "waits for 1 approval from someone with write access and 1 approval from @acme/sre",
    },
    {
      tells:
        "Tom wants to help and approves. He owns the organisation, but he is one person: he can't be the reliability team as well.",
      async act() {
        refunds.review({ by: "tom", state: "approve", body: "Looks good to me." });
        return refunds;
      },
      conclusion: null,
      title: "waits for 1 approval from @acme/sre",
    },
    {
      tells: "Ines of the reliability team reads the migration and approves: the merge is open.",
      async act() {
        refunds.review({ by: "ines", state: "approve", body: "The table is new, no lock. Fine." });
        return refunds;
      },
      conclusion: "success",
      title: "approved by @ines and @tom",
    },
    {
      tells:
        "Jonas pushes one more commit to Maria's branch. Nobody has seen it: the check waits again, and Jonas can no longer approve.",
      async act() {
        await refunds.push({
          by: "jonas",
          author: "jonas",
          message: "Index refunds by order",
          files: {
            "db/migrations/0008_refunds_index.sql":
              "create index refund_order on refund (order_id);\n",
          },
        });
        return refunds;
      },
      conclusion: null,
      title: "waits for 1 approval from someone with write access and 1 approval from @acme/sre",
    },
    {
      tells: "Jonas tries all the same: the check says why his approval does not count.",
      async act() {
        refunds.review({ by: "jonas", state: "approve" });
        return refunds;
      },
      conclusion: null,
      title: "waits for 1 approval from someone with write access and 1 approval from @acme/sre",
    },
    {
      tells: "Tom and Ines look at the new commit and approve it.",
      async act() {
        refunds.review({ by: "tom", state: "approve" });
        refunds.review({ by: "ines", state: "approve" });
        return refunds;
      },
      conclusion: "success",
      title: "approved by @ines and @tom",
    },
    {
      tells:
        "Maria tries to loosen the policy itself. That is judged by the policy as it stands, as a critical change: two change managers must agree.",
      async act(shop) {
        return shop.openPullRequest({
          author: "maria",
          title: "Fewer approvals, please",
          branch: "fewer-approvals",
          files: { ".github/sluice.yml": "version: 1\napprovals: {}\n" },
        });
      },
      conclusion: null,
      title: "Critical risk: waits for 2 approvals",
    },
  ];
}
