import { expect, test } from "@jest/globals";
import type { NotControlled } from "#core/change/change-decision.ts";
import type { WrittenChange, WrittenCheckRun } from "#core/change/observed-change.ts";
import { planUncontrolled } from "#core/change/plan-uncontrolled.ts";
import { expectGolden } from "../../support/golden.ts";
import { observedChange } from "../../support/observed-change.ts";

const waiting: WrittenCheckRun = {
  nodeId: "run",
  name: "change control: main",
  status: "in_progress",
  conclusion: null,
  externalId: "42",
  title: "Low risk: waits for 1 approval from @acme/sre",
  summary: "Waits.",
  isRerequested: false,
  annotated: false,
};
const written: WrittenChange = {
  pullRequestNodeId: "pr",
  repositoryNodeId: "repo",
  checkRun: waiting,
  comment: { nodeId: "comment", body: "<!-- sluice:change -->\n\nWaits." },
  labels: [],
  labelIds: {},
  requestedReviewers: { users: [], teams: [] },
};
const title = "No policy controls this branch any more: waits for an administrator";

function plan(
  checkRun: WrittenCheckRun | null,
  because: NotControlled["because"] = "no-policy",
  comment: WrittenChange["comment"] = null,
) {
  const change = { ...written, checkRun, comment };
  return planUncontrolled(observedChange(), { kind: "not-controlled", because }, change);
}

test.each(["no-policy", "branch"] as const)("says what became of the policy: %s", (because) => {
  const [check, comment, ...others] = plan(waiting, because, written.comment);
  if (check?.kind !== "update-check-run" || comment?.kind !== "update-comment") {
    throw new Error("the check and the comment are not written");
  }
  expect(others).toEqual([]);
  expect(check.checkRun).toMatchObject({ title, status: "in_progress", conclusion: null });
  expect(check.checkRun.externalId).toBe("42");
  expectGolden(`change/uncontrolled-${because}.md`, check.checkRun.summary);
  expectGolden("change/uncontrolled-comment.md", comment.body);
});

const failure = { ...waiting, status: "completed", conclusion: "failure" };

test.each<[string, WrittenCheckRun, object]>([
  ["a check that waits goes on waiting", waiting, { status: "in_progress", conclusion: null }],
  ["one that failed stays failed", failure, { status: "completed", conclusion: "failure" }],
  [
    "one that somebody asked for again is written anew",
    { ...failure, title, isRerequested: true },
    { status: "completed", conclusion: "failure" },
  ],
])("%s", (_name, standing, state) => {
  expect(plan(standing)).toMatchObject([{ checkRun: { title, ...state } }]);
});

test.each<[string, WrittenCheckRun | null, NotControlled["because"]]>([
  ["where no check stands", null, "no-policy"],
  ["where the check passed", { ...failure, conclusion: "success" }, "no-policy"],
  ["where GitHub gave the check up", { ...failure, conclusion: "stale" }, "no-policy"],
  ["where it is said already", { ...waiting, title }, "branch"],
  ["where the change is open no more", waiting, "not-open"],
])("nothing is written %s", (_name, standing, because) => {
  expect(plan(standing, because, written.comment)).toEqual([]);
});
