import { expect, test } from "@jest/globals";
import { gateQuestions } from "#core/gate/gate-questions.ts";
import { dependabot } from "../../support/facts.ts";
import { carol, dave } from "../../support/observed-change.ts";
import { directPush, observedGate, overrideBy, releasedBy } from "../../support/observed-gate.ts";
import { policySource } from "../../support/policy.ts";

const push = directPush("badc0de");

test("asks each question once: of who released, by whom the environment names; of who overrode, whether they manage changes", () => {
  const environments = {
    production: { approvals: [{ from: ["@acme/sre"] }] },
    "prod*": { approvals: [{ from: ["@acme/sre", "code-owners"] }] },
  };
  const roles = { "change-manager": ["@acme/cab"] };
  const questions = gateQuestions(
    observedGate({
      policies: [policySource({ environments, roles })],
      approvals: [releasedBy(carol), releasedBy(carol), releasedBy(dependabot)],
      overrides: [overrideBy(dave, push)],
    }),
  );
  expect(questions).toEqual({
    // By default maintainers are release-managers.
    permissions: ["carol"],
    teams: [
      { organization: "acme", slug: "sre", login: "carol" },
      { organization: "acme", slug: "cab", login: "dave" },
    ],
  });
});

test("asks nothing where nobody said anything", () => {
  expect(gateQuestions(observedGate())).toEqual({ permissions: [], teams: [] });
});
