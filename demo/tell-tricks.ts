import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import type { ChangeStep } from "./change-step.ts";

const waits = {
  conclusion: null,
  title:
    "High risk: waits for 1 approval from someone with write access and 1 approval from @acme/sre",
} as const;

/** Five ways in which people have opened other gates. None of them opens this one. */
export function tellTricks(): readonly ChangeStep[] {
  let vouchers: PullRequestScenario;
  return [
    {
      tells: "Jonas stores vouchers. He is in a hurry, and approves his own change by a command.",
      async act(shop) {
        vouchers = await shop.openPullRequest({
          author: "jonas",
          title: "Store vouchers",
          branch: "store-vouchers",
          files: {
            "db/migrations/0009_vouchers.sql": "create table voucher (id bigint primary key);\n",
          },
        });
        vouchers.comment("jonas", "/approve");
        return vouchers;
      },
      ...waits,
    },
    {
      tells:
        "Ines quotes him, to say that she will not. A quoted command is no command, whoever quotes it.",
      async act() {
        vouchers.comment("ines", "> /approve\n\nNot before I have read it.");
        return vouchers;
      },
      ...waits,
    },
    {
      tells:
        "Tom owns the organisation and may edit what others wrote. He turns Ines's words into a command: only what she wrote herself counts.",
      async act() {
        const comment = vouchers.comment("ines", "I read it tomorrow.");
        vouchers.editComment(comment, "/approve", "tom");
        return vouchers;
      },
      ...waits,
    },
    {
      tells: "A helpful bot approves. A bot never counts.",
      async act() {
        vouchers.review({ by: "helper[bot]", state: "approve" });
        return vouchers;
      },
      ...waits,
    },
    {
      tells:
        "Jonas calls it an emergency. He is not on call, so he can't; and what somebody declares alone opens nothing.",
      async act() {
        vouchers.comment("jonas", "/emergency the campaign starts at noon");
        return vouchers;
      },
      ...waits,
    },
  ];
}
