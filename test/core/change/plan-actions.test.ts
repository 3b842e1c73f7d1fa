import { describe, expect, test } from "@jest/globals";
import type { ChangeAction, DesiredCheckRun } from "#core/change/change-action.ts";
import type { WrittenChange, WrittenCheckRun } from "#core/change/observed-change.ts";
import { type DesiredChange, planActions } from "#core/change/plan-actions.ts";

const checkRun: DesiredCheckRun = {
  name: "change control: main",
  headSha: "5".repeat(40),
  status: "in_progress",
  conclusion: null,
  externalId: "42",
  title: "High risk: waits",
  summary: "Waits\nfor one.",
  annotations: [],
  buttons: [],
};
const annotation = { path: ".github/sluice.yml", line: 1, title: "mode", message: "No." };

const desired: DesiredChange = {
  checkRun,
  comment: { body: "Waits.\nTruly.", wanted: true },
  labels: ["risk: high", "change: normal"],
  reviewers: { users: ["maria"], teams: ["acme/sre"] },
};

const writtenRun: WrittenCheckRun = {
  nodeId: "run",
  name: checkRun.name,
  status: "in_progress",
  conclusion: null,
  externalId: "42",
  title: checkRun.title,
  summary: checkRun.summary,
  isRerequested: false,
  annotated: false,
};
const written: WrittenChange = {
  pullRequestNodeId: "pr",
  repositoryNodeId: "repo",
  checkRun: writtenRun,
  comment: { nodeId: "comment", body: desired.comment.body },
  labels: ["change: normal", "bug", "risk: high"],
  labelIds: {},
  requestedReviewers: { users: ["Maria"], teams: ["acme/SRE"] },
};

const update = (run: DesiredCheckRun) =>
  ({ kind: "update-check-run", nodeId: "run", checkRun: run }) as const;
const create = (run: DesiredCheckRun) => ({ kind: "create-check-run", checkRun: run }) as const;
const success = { ...checkRun, status: "completed", conclusion: "success" } as const;
const completed = { ...writtenRun, status: "completed", conclusion: "success" } as const;

test("nothing is written where everything stands as desired", () => {
  expect(planActions(desired, written)).toEqual([]);
});

test("everything is written where nothing stands, the check first", () => {
  const nothing: WrittenChange = {
    ...written,
    checkRun: null,
    comment: null,
    labels: [],
    requestedReviewers: { users: [], teams: [] },
  };
  expect(planActions(desired, nothing)).toEqual([
    create(checkRun),
    { kind: "add-labels", labels: ["risk: high", "change: normal"] },
    { kind: "create-comment", body: desired.comment.body },
    { kind: "request-reviews", users: ["maria"], teams: ["acme/sre"] },
  ]);
});

describe("the check run", () => {
  test.each<[string, DesiredCheckRun, WrittenCheckRun, readonly ChangeAction[]]>([
    [
      "another title",
      { ...checkRun, title: "x" },
      writtenRun,
      [update({ ...checkRun, title: "x" })],
    ],
    ["another summary", checkRun, { ...writtenRun, summary: "x" }, [update(checkRun)]],
    ["another entry", checkRun, { ...writtenRun, externalId: null }, [update(checkRun)]],
    ["other line ends only", checkRun, { ...writtenRun, summary: "Waits\r\nfor one.\r\n" }, []],
    ["done", success, writtenRun, [update(success)]],
    [
      "done, with another title",
      { ...success, title: "x" },
      completed,
      [update({ ...success, title: "x" })],
    ],
    [
      "of another base branch",
      checkRun,
      { ...writtenRun, name: "change control: x" },
      [create(checkRun)],
    ],
    ["a completed run can't be opened again", checkRun, completed, [create(checkRun)]],
    [
      "a stale run can't be opened again",
      checkRun,
      { ...completed, conclusion: "stale" },
      [create(checkRun)],
    ],
    [
      "one that was asked for again is written anew, though equal",
      success,
      { ...completed, isRerequested: true },
      [create(success)],
    ],
    [
      "annotations can't be taken away",
      success,
      { ...writtenRun, annotated: true },
      [create(success)],
    ],
    [
      "annotations would add up",
      { ...checkRun, annotations: [annotation] },
      { ...writtenRun, title: "x" },
      [create({ ...checkRun, annotations: [annotation] })],
    ],
    [
      "annotated as desired",
      { ...checkRun, annotations: [annotation] },
      { ...writtenRun, annotated: true },
      [],
    ],
  ])("%s", (_name, run, was, actions) => {
    expect(planActions({ ...desired, checkRun: run }, { ...written, checkRun: was })).toEqual(
      actions,
    );
  });
});

describe("labels", () => {
  test.each<[string, readonly string[], readonly ChangeAction[]]>([
    [
      "the former level gives way",
      ["risk: low", "change: normal"],
      [
        { kind: "add-labels", labels: ["risk: high"] },
        { kind: "remove-labels", labels: ["risk: low"] },
      ],
    ],
    ["in another case they are the same", ["Risk: High", "Change: normal"], []],
    [
      "one too many of ours goes, as it is spelt",
      ["risk: high", "change: normal", "Risk: Critical"],
      [{ kind: "remove-labels", labels: ["Risk: Critical"] }],
    ],
    [
      "others' labels stay, though they look alike",
      ["risk: high", "change: normal", "risk: tbd"],
      [],
    ],
  ])("%s", (_name, labels, actions) => {
    expect(planActions(desired, { ...written, labels })).toEqual(actions);
  });
});

describe("the comment", () => {
  const unwanted = { body: "Nothing more.", wanted: false };
  test.each<[string, DesiredChange["comment"], WrittenChange["comment"], readonly ChangeAction[]]>([
    ["none is made where nobody must act", unwanted, null, []],
    [
      "one that stands is kept true",
      unwanted,
      { nodeId: "c", body: "Waits." },
      [{ kind: "update-comment", nodeId: "c", body: "Nothing more." }],
    ],
    ["other line ends only", desired.comment, { nodeId: "c", body: "Waits.\r\nTruly.\r\n" }, []],
  ])("%s", (_name, comment, was, actions) => {
    expect(planActions({ ...desired, comment }, { ...written, comment: was })).toEqual(actions);
  });
});

describe("review requests", () => {
  const names = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  test.each<[string, Partial<WrittenChange>, readonly ChangeAction[]]>([
    [
      "only those not requested yet",
      { requestedReviewers: { users: ["maria"], teams: [] } },
      [{ kind: "request-reviews", users: [], teams: ["acme/sre"] }],
    ],
    [
      "teams first where one place is left",
      { requestedReviewers: { users: names(14, "u"), teams: [] } },
      [{ kind: "request-reviews", users: [], teams: ["acme/sre"] }],
    ],
    [
      "none past GitHub's limit",
      { requestedReviewers: { users: names(9, "u"), teams: names(7, "t") } },
      [],
    ],
  ])("%s", (_name, was, actions) => {
    expect(planActions(desired, { ...written, ...was })).toEqual(actions);
  });

  test("nobody twice for one commit, though the request is answered", () => {
    const answered = { ...written, requestedReviewers: { users: [], teams: [] } };
    const asked = { users: ["MARIA"], teams: ["acme/sre"] };
    expect(planActions(desired, answered, asked)).toEqual([]);
  });
});
