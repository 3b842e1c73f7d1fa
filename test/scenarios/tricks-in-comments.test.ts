import { expect } from "@jest/globals";
import { policyPath } from "../../src/core/policy/policy-source.ts";
import { checkOn, failed, waiting } from "../support/seen.ts";
import { type Trick, testTricks } from "../support/trick-shop.ts";

/** Ines, whose approval would count, writes something that is no command. */
const writes = (name: string, body: string): Trick => ({
  name,
  attempt: async (pull) => pull.comment("ines", body),
});

/** Somebody gives a command that is not theirs to give. */
const gives = (name: string, by: string, body: string, check?: Trick["check"]): Trick => ({
  name,
  attempt: async (pull) => pull.comment(by, body),
  ...(check !== undefined && { check }),
});

const emergencyWaits = waiting("Low risk: emergency, waits for 1 approval from @acme/sre");

testTricks([
  writes("a command in a fence", "```\n/approve\n```"),
  writes("a command in a fence that is never closed", "~~~sh\n/approve"),
  writes("a command in a quote", "> /approve"),
  writes("a quoted reply, with thanks below", "> /approve\n\nThanks, not yet."),
  writes("a lazy line of a quote", "> as you said\n/approve"),
  writes("a command in an HTML comment", "<!--\n/approve\n-->"),
  writes("an HTML comment that is never closed", "<!-- \n\n/approve"),
  writes("a command between tags", "<div>\n/approve\n</div>"),
  writes("a command in a folded part", "<details><summary>Log</summary>\n/approve\n</details>"),
  writes("a command in code within a line", "`/approve`"),
  writes("a command over two lines of code", "`a\n/approve`"),
  writes("an indented command", "    /approve"),
  writes("a command as an item of a list", "- /approve"),
  writes("a command as a task", "- [x] /approve"),
  writes("a heading", "# /approve"),
  writes("a heading by underline", "/approve\n========"),
  writes("a command in a table", "| a |\n|---|\n| /approve |"),
  writes("a command after some words", "I would say\n/approve"),
  writes("a command at the end of a sentence", "Please say /approve"),
  writes("a command as a link", "[/approve](https://example.com)"),
  writes("an escaped slash", "\\/approve"),
  writes("a slash by its number", "&#47;approve"),
  writes("a slash of another alphabet", "\u{FF0F}approve"),
  writes("a Cyrillic letter in the word", "/\u0430pprove"),
  writes("an invisible character in the word", "/app\u200Brove"),
  writes("the word turned by a direction mark", "\u202E/approve"),
  writes("a command in bold", "**/approve**"),
  writes("a longer word", "/approved"),
  gives("an author approves herself", "maria", "/approve"),
  gives("an author overrides", "maria", "/override I know what I do"),
  gives("an author lowers the risk", "maria", "/risk low trust me"),
  gives("an outsider gives a command", "eve", "/approve"),
  gives("a reader gives a command", "reader", "/approve"),
  gives("another bot gives a command", "helper[bot]", "/approve"),
  gives("an owner of the organisation who is not in the team", "tom", "/approve"),
  gives("an owner who is no change-manager overrides", "tom", "/override hurry"),
  gives("somebody with write access overrides", "jonas", "/override hurry"),
  gives("an override without a reason", "ada", "/override"),
  {
    name: "the author declares an emergency, and that is all",
    attempt: async (pull) => pull.comment("maria", "/emergency the shop is down"),
    check: emergencyWaits,
  },
  {
    name: "the author declares an emergency and approves it herself",
    attempt: async (pull) => pull.comment("maria", "/emergency the shop is down\n/approve"),
    check: emergencyWaits,
  },
  {
    name: "somebody edits a comment into a command",
    attempt: async (pull) =>
      pull.editComment(pull.comment("ines", "Let me read it."), "/approve", "ines"),
  },
  {
    name: "an owner edits another's comment into a command",
    attempt: async (pull) =>
      pull.editComment(pull.comment("ines", "Let me read it."), "/approve", "tom"),
  },
  {
    name: "a command was edited before it was handled",
    async attempt(pull, { house }) {
      house.github.webhooks.hold();
      const comment = pull.comment("ines", "/approve");
      pull.editComment(comment, "/approve after all", "ines");
      await house.github.webhooks.release();
    },
  },
  {
    name: "a command was deleted before it was handled",
    async attempt(pull, { house }) {
      house.github.webhooks.hold();
      pull.deleteComment(pull.comment("ines", "/approve"), "ines");
      await house.github.webhooks.release();
    },
  },
  {
    name: "a command is handled after a push that its giver had not seen",
    async attempt(pull, { house }) {
      house.github.webhooks.hold();
      pull.comment("ines", "/approve");
      await pull.push({
        author: "maria",
        files: { "src/unseen.ts": "export const unseen = 1;\n" },
      });
      await house.github.webhooks.release();
    },
  },
  {
    name: "a command in the text of a review",
    attempt: async (pull) => pull.review({ by: "ines", state: "comment", body: "/approve" }),
  },
  {
    name: "a command in the pull request's own text",
    attempt: async (pull) => pull.edit({ body: "/approve" }, "maria"),
  },
  {
    name: "a command in the title",
    attempt: async (pull) => pull.edit({ title: "/approve" }, "maria"),
  },
  {
    name: "approved by command, then pushed to",
    async attempt(pull, { house }) {
      pull.comment("ines", "/approve");
      await house.settled();
      expect(checkOn(pull)?.conclusion).toBe("success");
      await pull.push({ author: "maria", files: { "src/more.ts": "export const more = 1;\n" } });
    },
  },
  {
    name: "approved by command, then taken back",
    async attempt(pull, { house }) {
      pull.comment("ines", "/approve");
      await house.settled();
      pull.comment("ines", "/unapprove");
    },
  },
  {
    name: "a command in a policy that is only proposed does not name who may give it",
    async attempt(pull) {
      const proposed = "version: 1\nroles: { change-manager: ['@maria'] }\n";
      await pull.push({ author: "maria", files: { [policyPath]: proposed } });
      pull.comment("maria", "/override my own policy says so");
    },
    check: waiting("Critical risk: waits for 1 approval from @acme/sre"),
  },
  {
    name: "an author approves to lift a rejection",
    async attempt(pull, { house }) {
      pull.comment("noah", "/reject it loses orders");
      await house.settled();
      pull.comment("maria", "/approve");
    },
    check: failed(
      "Low risk: is rejected and waits for @noah to lift the rejection and 1 approval from @acme/sre",
    ),
  },
]);
