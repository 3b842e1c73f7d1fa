import { describe, expect, test } from "@jest/globals";
import examples from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import { decodeKey, encodeKey } from "#core/key-encoding.ts";
import { keysOf } from "#github/event-to-keys.ts";
import { fc } from "../support/fast-check.ts";

const headSha = "1a2b3c4".padEnd(40, "0");
const baseSha = "9f8e7d6".padEnd(40, "0");
const repository = {
  id: 42,
  name: "shop",
  full_name: "acme/shop",
  owner: { login: "acme" },
  default_branch: "main",
};
const organisationRepository = { ...repository, name: ".github", full_name: "acme/.github" };
const maria = { id: 7, login: "maria", type: "User" };
const ourselves = { id: 8, login: "sluice[bot]", type: "Bot" };
const envelope = { installation: { id: 5 }, repository, sender: maria };

const head = { sha: headSha, ref: "topic", repo: { id: 42 } };
const pullRequest = (action: string, more: object = {}) => ({
  ...envelope,
  action,
  number: 12,
  pull_request: { number: 12, head, base: { sha: baseSha } },
  ...more,
});
const review = (action: string) => ({ ...envelope, action, pull_request: { number: 12 } });
const comment = (action: string, more: object = {}, user: object | null = ourselves) => ({
  ...envelope,
  action,
  issue: { number: 12, pull_request: { url: "https://example.com" } },
  comment: { user },
  ...more,
});
const pushTo = (ref: string, more: object = {}) => ({
  ...envelope,
  ref,
  after: headSha,
  deleted: false,
  forced: false,
  commits: [{ added: [], removed: [], modified: ["a.txt"] }],
  ...more,
});
const touching = (path: string) => [{ added: [], removed: [], modified: ["a.txt", path] }];
const policyPush = { commits: touching(".github/sluice.yml") };
const checkOn = (pullRequests: readonly object[], branch: string | null = "topic") => ({
  head_sha: headSha,
  head_branch: branch,
  check_suite: { head_branch: branch },
  pull_requests: pullRequests,
});
const own = { number: 12, base: { repo: { id: 42 } } };
const foreign = { number: 99, base: { repo: { id: 43 } } };
const queueBranch = `gh-readonly-queue/release/1.x/pr-12-${baseSha}`;

/** The keys as text, as `<installation>:<key>`. */
function keys(name: string, payload: unknown): readonly string[] {
  return keysOf({ name, payload }, "sluice").keys.map(
    ({ installationId, key }) => `${installationId}:${encodeKey(key)}`,
  );
}

const change = ["5:change/acme/shop/12"];
const wholeRepository = ["5:repository/acme/shop"];
const wholeInstallation = ["5:installation"];

describe("keys", () => {
  test.each<[string, string, object, readonly string[]]>([
    ["opened", "pull_request", pullRequest("opened"), change],
    ["reopened", "pull_request", pullRequest("reopened"), change],
    ["pushed to", "pull_request", pullRequest("synchronize"), change],
    ["closed", "pull_request", pullRequest("closed"), change],
    ["made a draft", "pull_request", pullRequest("converted_to_draft"), change],
    ["made ready", "pull_request", pullRequest("ready_for_review"), change],
    ["queued", "pull_request", pullRequest("enqueued"), change],
    ["retitled", "pull_request", pullRequest("edited", { changes: { title: {} } }), change],
    ["retargeted", "pull_request", pullRequest("edited", { changes: { base: {} } }), change],
    ["its text edited", "pull_request", pullRequest("edited", { changes: { body: {} } }), []],
    ["labelled by a person", "pull_request", pullRequest("labeled"), change],
    ["our label removed by a person", "pull_request", pullRequest("unlabeled"), change],
    ["labelled by us", "pull_request", pullRequest("labeled", { sender: ourselves }), []],
    ["unlabelled by us", "pull_request", pullRequest("unlabeled", { sender: ourselves }), []],
    ["assigned", "pull_request", pullRequest("assigned"), []],
    ["a reviewer asked", "pull_request", pullRequest("review_requested"), []],
    ["our comment edited by a person", "issue_comment", comment("edited"), change],
    ["our comment deleted by a person", "issue_comment", comment("deleted"), change],
    ["our comment edited by us", "issue_comment", comment("edited", { sender: ourselves }), []],
    ["commented", "issue_comment", comment("created"), []],
    ["a person's comment deleted", "issue_comment", comment("deleted", {}, maria), []],
    ["a ghost's comment deleted", "issue_comment", comment("deleted", {}, null), []],
    [
      "a bot's comment on an issue",
      "issue_comment",
      comment("edited", { issue: { number: 12 } }),
      [],
    ],
    ["reviewed", "pull_request_review", review("submitted"), change],
    ["a review dismissed", "pull_request_review", review("dismissed"), change],
    ["a review edited", "pull_request_review", review("edited"), []],
  ])("a pull request %s", (_name, event, payload, expected) => {
    expect(keys(event, payload)).toEqual(expected);
  });

  test.each<[string, string, object, readonly string[]]>([
    ["a check", "check_run", { action: "rerequested", check_run: checkOn([own]) }, change],
    [
      "a check of another repository's pull request, too",
      "check_run",
      { action: "rerequested", check_run: checkOn([foreign, own]) },
      change,
    ],
    [
      "a check on a fork's commit",
      "check_run",
      { action: "rerequested", check_run: checkOn([]) },
      wholeRepository,
    ],
    ["all checks", "check_suite", { action: "rerequested", check_suite: checkOn([own]) }, change],
    [
      "all checks on a fork's commit",
      "check_suite",
      { action: "rerequested", check_suite: checkOn([], null) },
      wholeRepository,
    ],
    [
      "a merge group's check",
      "check_run",
      { action: "rerequested", check_run: checkOn([], queueBranch) },
      [`5:merge-group/acme/shop/${headSha}/release/1.x`],
    ],
  ])("asked anew: %s", (_name, event, payload, expected) => {
    expect(keys(event, { ...envelope, ...payload })).toEqual(expected);
  });

  test.each<[string, object, readonly string[]]>([
    [
      "of the policy to a branch",
      pushTo("refs/heads/main", policyPush),
      ["5:branch/acme/shop/main"],
    ],
    ["of other files", pushTo("refs/heads/main"), []],
    [
      "by force, whose lost commits are not listed",
      pushTo("refs/heads/main", { forced: true, commits: [] }),
      ["5:branch/acme/shop/main"],
    ],
    [
      "without a list of commits",
      pushTo("refs/heads/main", { commits: null }),
      ["5:branch/acme/shop/main"],
    ],
    [
      "of so many commits that the list is cut off",
      pushTo("refs/heads/main", {
        commits: Array(2_048).fill({ added: [], removed: [], modified: [] }),
      }),
      ["5:branch/acme/shop/main"],
    ],
    [
      "of so many files that the list is cut off",
      pushTo("refs/heads/main", {
        commits: [{ added: Array(3_000).fill("a"), removed: [], modified: [] }],
      }),
      ["5:branch/acme/shop/main"],
    ],
    ["that deletes a branch", pushTo("refs/heads/main", { deleted: true, forced: true }), []],
    ["of a tag", pushTo("refs/tags/v1", policyPush), ["5:release/acme/shop/v1"]],
    [
      "that deletes a tag",
      pushTo("refs/tags/api/v1.2.0", { deleted: true }),
      ["5:release/acme/shop/api/v1.2.0"],
    ],
    [
      "of the organisation's policy",
      pushTo("refs/heads/main", { ...policyPush, repository: organisationRepository }),
      wholeInstallation,
    ],
    [
      "of the organisation's policy to another branch",
      pushTo("refs/heads/next", { ...policyPush, repository: organisationRepository }),
      ["5:branch/acme/.github/next"],
    ],
    [
      "of other files to the organisation's repository",
      pushTo("refs/heads/main", { repository: organisationRepository }),
      [],
    ],
  ])("a push %s", (_name, payload, expected) => {
    expect(keys("push", payload)).toEqual(expected);
  });

  test.each<[string, string, object, readonly string[]]>([
    ["a collaborator's permission", "member", { action: "edited" }, wholeRepository],
    [
      "a team's member",
      "membership",
      { action: "removed", repository: undefined },
      wholeInstallation,
    ],
    ["a team's access", "team", { action: "added_to_repository" }, wholeRepository],
    ["a team deleted", "team", { action: "deleted", repository: undefined }, wholeInstallation],
    ["a member gone", "organization", { action: "member_removed" }, wholeInstallation],
  ])("rights change: %s", (_name, event, payload, expected) => {
    expect(keys(event, { ...envelope, ...payload })).toEqual(expected);
    expect(
      keysOf({ name: event, payload: { ...envelope, ...payload } }, "sluice").expireEligibilityOf,
    ).toBe(5);
  });

  test.each<[string, string, object, readonly string[]]>([
    [
      "a merge group wants its check",
      "merge_group",
      {
        action: "checks_requested",
        merge_group: { head_sha: headSha, base_ref: "refs/heads/main" },
      },
      [`5:merge-group/acme/shop/${headSha}/main`],
    ],
    [
      "a merge group is gone",
      "merge_group",
      { action: "destroyed", merge_group: { head_sha: headSha, base_ref: "refs/heads/main" } },
      [],
    ],
    ["a repository is renamed", "repository", { action: "renamed" }, wholeRepository],
    [
      "the default branch is another",
      "repository",
      { action: "edited", changes: { default_branch: { from: "master" } } },
      wholeRepository,
    ],
    [
      "the organisation's policy's branch is another",
      "repository",
      {
        action: "edited",
        changes: { default_branch: { from: "x" } },
        repository: organisationRepository,
      },
      wholeInstallation,
    ],
    [
      "the organisation's policy gets another name",
      "repository",
      { action: "renamed", changes: { repository: { name: { from: ".github" } } } },
      wholeInstallation,
    ],
    [
      "the organisation's policy is deleted",
      "repository",
      { action: "deleted", repository: organisationRepository },
      wholeInstallation,
    ],
    ["a repository is deleted", "repository", { action: "deleted" }, []],
    [
      "a description is another",
      "repository",
      { action: "edited", changes: { description: {} } },
      [],
    ],
    [
      "repositories are added",
      "installation_repositories",
      {
        action: "added",
        repositories_added: [{ full_name: "acme/shop" }, { full_name: "acme/api" }],
      },
      [
        "5:repository/acme/shop",
        "5:history/acme/shop",
        "5:repository/acme/api",
        "5:history/acme/api",
      ],
    ],
    ["a tag is made", "create", { ref: "v1", ref_type: "tag" }, ["5:release/acme/shop/v1"]],
    ["a branch is made", "create", { ref: "v1", ref_type: "branch" }, []],
    ["a tag is deleted", "delete", { ref: "v1", ref_type: "tag" }, ["5:release/acme/shop/v1"]],
    [
      "a release is published",
      "release",
      { action: "published", release: { tag_name: "v1" } },
      ["5:release/acme/shop/v1"],
    ],
    ["a release is made", "release", { action: "created", release: { tag_name: "v1" } }, []],
    [
      "we edit a draft",
      "release",
      {
        action: "edited",
        release: { tag_name: "v1" },
        sender: { id: 9, login: "sluice[bot]", type: "Bot" },
      },
      [],
    ],
    ["an event that nobody knows", "sponsorship", { action: "created" }, []],
    ["the name of a property of every object", "constructor", {}, []],
  ])("%s", (_name, event, payload, expected) => {
    expect(keys(event, { ...envelope, ...payload })).toEqual(expected);
  });

  test.each([
    ["created", "active", wholeInstallation],
    ["unsuspend", "active", wholeInstallation],
    ["new_permissions_accepted", "active", wholeInstallation],
    ["suspend", "suspended", []],
    ["deleted", "removed", []],
  ])("an installation %s is %s", (action, state, expected) => {
    const payload = { action, installation: { id: 5, account: { login: "acme" } } };
    const { installation } = keysOf({ name: "installation", payload }, "sluice");
    expect(installation).toEqual({ id: 5, account: "acme", state });
    expect(keys("installation", payload)).toEqual(expected);
  });
});

describe("pushes", () => {
  test.each([
    [
      "a pull request's new head",
      "pull_request",
      pullRequest("synchronize", {
        before: baseSha,
        pull_request: { head, base: { sha: baseSha }, updated_at: "2026-03-02T10:00:07Z" },
      }),
    ],
    [
      "a branch's new tip",
      "push",
      pushTo("refs/heads/topic", {
        before: baseSha,
        repository: { ...repository, pushed_at: Date.parse("2026-03-02T10:00:07Z") / 1_000 },
      }),
    ],
  ])("%s is remembered with its pusher and GitHub's time", (_name, name, payload) => {
    expect(keysOf({ name, payload }, "sluice").pushes).toEqual([
      {
        repositoryId: 42,
        branch: "topic",
        beforeSha: baseSha,
        headSha,
        pusher: { id: 7, login: "maria", kind: "user" },
        pushedAtMs: Date.parse("2026-03-02T10:00:07Z"),
      },
    ]);
  });

  test.each([
    ["a pull request's", "pull_request", pullRequest("synchronize", { before: "?" })],
    ["a branch's", "push", pushTo("refs/heads/topic", { before: "?" })],
  ])("of %s odd push only the pusher is remembered", (_name, name, payload) => {
    expect(keysOf({ name, payload }, "sluice").pushes).toMatchObject([
      { beforeSha: null, headSha, pushedAtMs: null },
    ]);
  });

  test("a push to a fork's branch is remembered as the fork's", () => {
    const payload = pullRequest("synchronize", {
      pull_request: { head: { ...head, repo: { id: 43 } }, base: { sha: baseSha } },
    });
    expect(keysOf({ name: "pull_request", payload }, "sluice").pushes).toMatchObject([
      { repositoryId: 43, branch: "topic" },
    ]);
  });

  test.each([
    [
      "an opened pull request, whose opener need not be the pusher",
      "pull_request",
      pullRequest("opened"),
    ],
    [
      "a push to a fork that is gone",
      "pull_request",
      pullRequest("synchronize", {
        pull_request: { head: { ...head, repo: null }, base: { sha: baseSha } },
      }),
    ],
    ["a push without a sender", "push", pushTo("refs/heads/topic", { sender: null })],
  ])("%s tells of none", (_name, name, payload) => {
    expect(keysOf({ name, payload }, "sluice").pushes).toEqual([]);
  });
});

test("a push to a pull request hints at the commits to compare", () => {
  const { hints } = keysOf({ name: "pull_request", payload: pullRequest("synchronize") }, "sluice");
  expect(hints).toEqual([
    { repository: { owner: "acme", name: "shop" }, number: 12, pair: { baseSha, headSha } },
  ]);
});

describe("malformed deliveries", () => {
  test.each<[string, string, unknown]>([
    ["no object", "pull_request", "opened"],
    ["nothing", "push", undefined],
    ["no installation", "pull_request", pullRequest("opened", { installation: undefined })],
    ["no number", "pull_request", pullRequest("opened", { number: undefined })],
    ["a number that is none", "pull_request", pullRequest("opened", { number: 1.5 })],
    [
      "a repository's name that is a path",
      "pull_request",
      pullRequest("opened", { repository: { ...repository, name: "../x" } }),
    ],
    [
      "a head that is no commit",
      "merge_group",
      {
        ...envelope,
        action: "checks_requested",
        merge_group: { head_sha: "main", base_ref: "refs/heads/main" },
      },
    ],
    ["a branch with half a character", "push", pushTo("refs/heads/\ud800", policyPush)],
  ])("%s: no keys, and a reason", (_name, name, payload) => {
    const found = keysOf({ name, payload }, "sluice");
    expect(found.keys).toEqual([]);
    expect(found.ignored).toMatch(/\w/);
  });

  test("a damaged list of files is no reason to overlook a policy", () => {
    const damaged = pushTo("refs/heads/main", { commits: [{ added: 1 }] });
    expect(keys("push", damaged)).toEqual(["5:branch/acme/shop/main"]);
  });
});

const definitions: readonly { name: string; examples: readonly object[] }[] = examples;
const payloads = definitions.flatMap(({ name, examples: of }) =>
  of.map((payload) => ({ name, payload })),
);

describe("GitHub's own examples", () => {
  test("every one of them has keys that can be written down, or a reason", () => {
    expect(payloads.length).toBeGreaterThan(200);
    for (const { name, payload } of payloads) {
      const installed = { installation: { id: 5 }, ...payload };
      const found = keysOf({ name, payload: installed }, "sluice");
      expect(found.ignored ?? "").not.toMatch(/malformed/);
      for (const { key } of found.keys) expect(encodeKey(key)).toMatch(/\w/);
    }
  });

  test("none of them throws, whatever is left out or put in, and its keys can always be written down", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...payloads),
        fc.array(fc.nat(), { maxLength: 4 }),
        fc.constantFrom(...damages),
        ({ name, payload }, path, damage) => {
          const damaged =
            damage === undefined
              ? {}
              : damageAt({ installation: { id: 5 }, ...payload }, path, damage);
          const { keys } = keysOf({ name, payload: damaged }, "sluice");
          for (const { key } of keys) expect(decodeKey(encodeKey(key))).toEqual(key);
        },
      ),
    );
  });
});

const damages = [
  ...[undefined, null, 0, -1, 1e21, 0.5, "", [], {}, true],
  ...["a/b", "..", "\0", "\uD800", "é/ %2F", "__proto__", "0".repeat(40), "x".repeat(3_000)],
];

/** The value with what stands at the path (by position) replaced. */
function damageAt(value: unknown, path: readonly number[], damage: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined || typeof value !== "object" || value === null) return damage;
  const entries = Object.entries(value);
  const at = first % Math.max(1, entries.length);
  return Object.fromEntries(
    entries.map(([key, inner], index) => [
      key,
      index === at ? damageAt(inner, rest, damage) : inner,
    ]),
  );
}
