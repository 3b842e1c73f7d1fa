import { describe, expect, test } from "@jest/globals";
import { encodeKey } from "#core/key-encoding.ts";
import { keysOf } from "#github/event-to-keys.ts";

const repository = { id: 42, name: "shop", owner: { login: "acme" }, default_branch: "main" };
const dora = { id: 9, login: "dora", type: "User" };
const headSha = "1a2b3c4".padEnd(40, "0");
const envelope = { installation: { id: 5 }, repository, sender: dora };

const written = {
  id: 4_711,
  node_id: "IC_1",
  user: dora,
  body: "/approve looks good",
  created_at: "2026-03-01T09:00:00Z",
};
const comment = (more: object = {}, of: object = {}) => ({
  ...envelope,
  action: "created",
  issue: { number: 12, pull_request: { url: "https://example.com" } },
  comment: { ...written, ...more },
  ...of,
});

const pull = (id = 42, ref = "main") => ({ number: 12, base: { ref, repo: { id } } });
const press = (more: object = {}, of: object = {}) => ({
  ...envelope,
  action: "requested_action",
  requested_action: { identifier: "approve" },
  check_run: {
    name: "change control: main",
    head_sha: headSha,
    check_suite: { head_branch: "topic" },
    pull_requests: [pull()],
    ...more,
  },
  ...of,
});

function receive(name: string, payload: unknown) {
  const { keys, commands } = keysOf({ name, payload }, "sluice");
  return { keys: keys.map(({ key }) => encodeKey(key)), commands };
}

test("a person's comment is received as it was written", () => {
  expect(receive("issue_comment", comment())).toEqual({
    keys: ["change/acme/shop/12"],
    commands: [
      {
        repository: { owner: "acme", name: "shop" },
        number: 12,
        giver: { id: 9, login: "dora", kind: "user" },
        source: {
          kind: "comment",
          id: "4711",
          nodeId: "IC_1",
          body: "/approve looks good",
          createdAtMs: Date.parse("2026-03-01T09:00:00Z"),
        },
      },
    ],
  });
});

test("a comment on the issue about an unauthorised change is received, too", () => {
  const issue = { number: 7, body: `<!-- sluice:unauthorised ${headSha} -->\n\nSomebody pushed.` };
  const { keys, commands } = receive("issue_comment", comment({}, { issue }));
  expect(keys).toEqual(["issue/acme/shop/7"]);
  expect(commands).toMatchObject([{ number: 7, giver: { login: "dora" } }]);
});

describe("no command is received from a comment", () => {
  test.each<[string, object]>([
    ["that can hold none", comment({ body: "Looks good to me." })],
    ["with a path and an address", comment({ body: "See src/a.ts and https://example.com/b" })],
    ["of a bot", comment({ user: { id: 8, login: "helper[bot]", type: "Bot" } })],
    ["of our own", comment({ user: { id: 8, login: "sluice[bot]", type: "Bot" } })],
    ["of an account that is gone", comment({ user: null })],
    ["on an issue", comment({}, { issue: { number: 12 } })],
    [
      "on an issue that quotes our marker",
      comment({}, { issue: { number: 12, body: `> <!-- sluice:unauthorised ${headSha} -->` } }),
    ],
    [
      "on the issue about a deployment",
      comment({}, { issue: { number: 12, body: `<!-- sluice:unauthorised ${headSha}@prod -->` } }),
    ],
    ["that is longer than GitHub takes", comment({ body: `/approve ${"x".repeat(65_536)}` })],
    ["with half a character", comment({ body: "/approve \ud800" })],
    ["with a character that no text holds", comment({ body: "/approve \0" })],
    ["without a number", comment({ id: null })],
    ["without a time", comment({ created_at: "yesterday" })],
    ["that was edited", comment({}, { action: "edited" })],
    ["that was deleted", comment({}, { action: "deleted" })],
  ])("%s", (_name, payload) => {
    expect(receive("issue_comment", payload)).toEqual({ keys: [], commands: [] });
  });
});

test("a press of a button is received with the commit that its check stands on", () => {
  expect(receive("check_run", press())).toEqual({
    keys: ["change/acme/shop/12"],
    commands: [
      {
        repository: { owner: "acme", name: "shop" },
        number: 12,
        giver: { id: 9, login: "dora", kind: "user" },
        source: { kind: "button", identifier: "approve", headSha },
      },
    ],
  });
});

test("of pull requests that share a head, the check's name tells whose button it was", () => {
  const pulls = { pull_requests: [{ ...pull(42, "next"), number: 13 }, pull()] };
  expect(receive("check_run", press(pulls)).keys).toEqual(["change/acme/shop/12"]);
});

describe("no command is received from a press", () => {
  test.each<[string, object]>([
    ["on a check of another repository's pull request", press({ pull_requests: [pull(43)] })],
    ["on a check of a fork's commit", press({ pull_requests: [] })],
    ["on another check", press({ name: "tests" })],
    ["by nobody", press({}, { sender: null })],
    ["by a bot", press({}, { sender: { id: 8, login: "helper[bot]", type: "Bot" } })],
    ["of no button", press({}, { requested_action: undefined })],
  ])("%s", (_name, payload) => {
    expect(receive("check_run", payload)).toEqual({ keys: [], commands: [] });
  });
});

describe("the arrival of a head commit", () => {
  const times = { created_at: "2026-03-01T09:00:00Z", updated_at: "2026-03-02T09:00:00Z" };
  const event = (action: string, more: object = times) => ({
    ...envelope,
    action,
    number: 12,
    pull_request: { head: { sha: headSha }, base: { sha: headSha }, ...more },
  });
  const headsOf = (payload: object) => keysOf({ name: "pull_request", payload }, "sluice").heads;
  const head = { repository: { owner: "acme", name: "shop" }, number: 12, headSha };

  test.each([
    ["opened", "opened", times.created_at],
    ["synchronize", "pushed", times.updated_at],
    ["reopened", "pushed", times.updated_at],
  ])("%s: %s at %s", (action, cause, at) => {
    expect(headsOf(event(action))).toEqual([{ ...head, cause, arrivedAtMs: Date.parse(at) }]);
  });

  test("is not known without its time, nor from other events", () => {
    expect(headsOf(event("synchronize", {}))).toEqual([]);
    expect(headsOf(event("labeled"))).toEqual([]);
  });
});
