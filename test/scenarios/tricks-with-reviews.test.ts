import { expect } from "@jest/globals";
import { policyPath } from "../../src/core/policy/policy-source.ts";
import { checkOn, passed, waiting } from "../support/seen.ts";
import { testTricks } from "../support/trick-shop.ts";

/*
 * Each of these has opened a gate somewhere. None of them opens ours.
 */
testTricks([
  {
    name: "a bot approves",
    attempt: async (pull) => pull.review({ by: "helper[bot]", state: "approve" }),
  },
  {
    name: "a reader who may not write approves",
    attempt: async (pull) => pull.review({ by: "reader", state: "approve" }),
  },
  {
    name: "somebody outside the team approves, and owns the organisation",
    attempt: async (pull) => pull.review({ by: "tom", state: "approve" }),
  },
  {
    name: "the team's member leaves it after the approval",
    async attempt(pull, { acme, house }) {
      acme.user("former");
      const nightWatch = acme.team("night-watch", { parent: "sre", members: ["former"] });
      pull.review({ by: "former", state: "approve" });
      await house.settled();
      expect(checkOn(pull)).toEqual(passed("Low risk: approved by @former"));

      nightWatch.remove("former");
    },
  },
  {
    name: "an approval of an earlier commit, then one more push",
    async attempt(pull) {
      pull.review({ by: "ines", state: "approve" });
      await pull.push({ author: "maria", files: { "src/late.ts": "export const late = 1;\n" } });
    },
  },
  {
    name: "an approval given for a former commit after the push",
    async attempt(pull) {
      const former = pull.headSha;
      await pull.push({ author: "maria", files: { "src/late.ts": "export const late = 2;\n" } });
      pull.review({ by: "ines", state: "approve", commit: former });
    },
  },
  {
    name: "the approver asks for changes, and the branch goes back to the approved commit",
    async attempt(pull) {
      const approved = pull.headSha;
      pull.review({ by: "ines", state: "approve" });
      await pull.push({ author: "maria", files: { "src/late.ts": "export const late = 3;\n" } });
      pull.review({ by: "ines", state: "request changes" });
      await pull.reset(approved, "maria");
    },
  },
  {
    name: "the approver herself pushes the branch back to the commit that she approved",
    async attempt(pull) {
      const approved = pull.headSha;
      pull.review({ by: "ines", state: "approve" });
      await pull.push({ author: "maria", files: { "src/late.ts": "export const late = 4;\n" } });
      await pull.reset(approved, "ines");
    },
  },
  {
    name: "the approval is dismissed",
    async attempt(pull) {
      pull.dismiss(pull.review({ by: "ines", state: "approve" }), "maria");
    },
  },
  {
    name: 'a later "changes requested" is dismissed, to bring the older approval back',
    async attempt(pull) {
      pull.review({ by: "ines", state: "approve" });
      pull.dismiss(pull.review({ by: "ines", state: "request changes" }), "maria");
    },
  },
  {
    name: "a mere comment by the right person",
    attempt: async (pull) =>
      pull.review({ by: "ines", state: "comment", body: "Approved. LGTM! :+1:" }),
  },
  {
    name: "an approval earned against another base",
    async attempt(_pull, { shop }) {
      await shop.push("sandbox", "maria", [{ files: { "sandbox.md": "# Sandbox\n" } }]);
      const other = await shop.openPullRequest({
        author: "maria",
        base: "sandbox",
        files: { "src/sandbox.ts": "export const sandbox = 1;\n" },
      });
      other.review({ by: "tom", state: "approve" });
      await other.edit({ base: "main" }, "maria");
      return other;
    },
  },
  {
    name: "another app's check of the same name",
    async attempt(pull, { shop }) {
      await shop.check(pull.headSha, "change control: main", "success", "look-alike");
    },
  },
  {
    name: "somebody whose name looks like the right person's",
    async attempt(pull, { acme, shop }) {
      acme.user("lnes", { name: "Ines Duarte" });
      shop.grant("lnes", "write");
      pull.review({ by: "lnes", state: "approve" });
    },
  },
  {
    name: "labels put on by hand",
    attempt: (pull) => pull.label(["risk: low", "change: standard"], "maria"),
  },
  {
    name: "our comment's marker in somebody's comment",
    attempt: async (pull) => pull.comment("maria", "<!-- sluice:change -->\n\nNothing to approve."),
  },
  {
    name: "the pull request is closed and reopened",
    async attempt(pull) {
      await pull.close("maria");
      await pull.reopen("maria");
    },
  },
  {
    name: "a draft made ready",
    async attempt(pull) {
      await pull.convertToDraft("maria");
      await pull.readyForReview("maria");
    },
  },
  {
    name: "the check is run again",
    attempt: async (pull) => pull.rerequestCheck("maria"),
  },
  {
    name: "a policy without approvals in the head",
    async attempt(pull) {
      await pull.push({ author: "maria", files: { [policyPath]: "version: 1\n" } });
    },
    check: waiting("Critical risk: waits for 1 approval from @acme/sre"),
  },
  {
    name: "no policy at all in the head",
    async attempt(pull) {
      await pull.push({ author: "maria", files: { [policyPath]: null } });
    },
    check: waiting("Critical risk: waits for 1 approval from @acme/sre"),
  },
  {
    name: "a policy that cannot be read in the head",
    async attempt(pull) {
      await pull.push({ author: "maria", files: { [policyPath]: "version: [\n" } });
    },
    check: waiting("Critical risk: waits for 1 approval from @acme/sre"),
  },
]);
