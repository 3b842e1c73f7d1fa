import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { policyPath } from "#core/policy/policy-source.ts";
import { type Client, createClients } from "#github/client.ts";
import { readSnapshot } from "#github/read-snapshot.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";

const name = { repository: { owner: "acme", name: "shop" }, number: 1 };

let local: LocalGitHub;
let client: Client;
/** What GitHub answers about an ordinary pull request. */
let answer: Record<string, unknown>;

beforeAll(async () => {
  local = await startLocalGitHub();
  const acme = local.organisation("acme");
  acme.user("maria");
  const files = { [policyPath]: "version: 1\n" };
  await acme.repository(".github", { files });
  const shop = await acme.repository("shop", { files });
  await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
  client = createClients({
    appId: local.app.id,
    privateKey: local.app.privateKey,
    baseUrl: local.apiUrl,
    now: Date.now,
  }).installation(local.app.installationId);
  await read({
    ...client,
    graphql: async (query, variables) => {
      const body = await client.graphql(query, variables);
      answer = structuredClone(body) as typeof answer;
      return body;
    },
  });
});

afterAll(() => local.stop());

function read(reader: Client) {
  return readSnapshot(reader, name, {
    appId: local.app.id,
    commentsAfter: null,
    commandIds: [],
    latestComments: 20,
  });
}

/** Reads the ordinary answer with something in it changed. */
function readChanged(change: (data: Tree) => void, errors?: readonly object[]) {
  const body = structuredClone(answer);
  change(new Tree(body.data));
  const changed = { ...body, ...(errors !== undefined && { errors }) };
  return read({ ...client, graphql: async () => changed });
}

/** A JSON value that can be changed at a path. */
class Tree {
  readonly #root: unknown;

  constructor(root: unknown) {
    this.#root = root;
  }

  set(path: string, value: unknown): void {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    let node = this.#root;
    for (const key of keys) node = (node as Record<string, unknown>)[key];
    (node as Record<string, unknown>)[last] = value;
  }
}

const pullRequest = "repository.pullRequest";
const failed = (type: string | undefined, path: readonly string[], message = "no") => [
  { ...(type !== undefined && { type }), path, message },
];

describe("what is not there", () => {
  test("an organisation without a repository for its policy has none", async () => {
    const snapshot = await readChanged(
      (data) => data.set("organisation", null),
      failed("NOT_FOUND", ["organisation"]),
    );
    expect(snapshot?.policies.map(({ origin }) => origin)).toEqual(["repository"]);
  });

  test("an organisation's repository without a commit has no policy", async () => {
    const snapshot = await readChanged((data) => data.set("organisation.defaultBranchRef", null));
    expect(snapshot?.policies.map(({ origin }) => origin)).toEqual(["repository"]);
  });

  test.each([
    ["organisation's policy", "organisation.defaultBranchRef.target.file", "repository"],
    ["repository's policy", `${pullRequest}.baseRef.target.file`, "organisation"],
  ])(
    "a branch without the %s has none: GitHub reports that as an error",
    async (_name, path, left) => {
      const snapshot = await readChanged(
        (data) => data.set(path, null),
        failed(
          "NOT_FOUND",
          path.split("."),
          "Could not resolve file for path '.github/sluice.yml'.",
        ),
      );
      expect(snapshot?.policies.map(({ origin }) => origin)).toEqual([left]);
    },
  );

  test.each([
    ["pull request", pullRequest, ["repository", "pullRequest"]],
    ["repository", "repository", ["repository"]],
  ])("a %s that can't be found is gone", async (_name, path, errorPath) => {
    const errors = failed("NOT_FOUND", errorPath);
    expect(await readChanged((data) => data.set(path, null), errors)).toBeNull();
  });
});

describe("CODEOWNERS at the tip of the base branch", () => {
  const base = `${pullRequest}.baseRef.target`;
  const owned = (text: string, more: object = {}) => ({
    oid: "c".repeat(40),
    object: { __typename: "Blob", text, isTruncated: false, isBinary: false, ...more },
  });
  const missing = (...places: readonly number[]) =>
    places.flatMap((place) => failed("NOT_FOUND", `${base}.codeOwners${place}`.split(".")));
  const readRules = async (...files: readonly unknown[]) => {
    const snapshot = await readChanged(
      (data) => files.map((file, index) => data.set(`${base}.codeOwners${index}`, file)),
      missing(...files.flatMap((file, index) => (file === null ? index : []))),
    );
    const file = snapshot?.codeOwners;
    if (!file) return file;
    const { path, content } = file;
    return [path, content.kind === "read" ? content.rules.length : content.why];
  };

  test.each<[string, readonly unknown[], unknown]>([
    ["none", [null, null, null], null],
    ["in .github before all", [owned("* @a"), owned(""), owned("")], [".github/CODEOWNERS", 1]],
    ["at the root before docs", [null, owned("* @a"), owned("")], ["CODEOWNERS", 1]],
    ["in docs", [null, null, owned("* @a\n*.js @b")], ["docs/CODEOWNERS", 2]],
    [
      "cut off, which is not passed over for another",
      [owned("* @a", { isTruncated: true }), owned("* @b"), null],
      [".github/CODEOWNERS", "is too big: GitHub gives it only in part"],
    ],
    [
      "a folder",
      [{ oid: "c", object: { __typename: "Tree" } }, null, null],
      [".github/CODEOWNERS", "is not a file"],
    ],
  ])("%s", async (_name, files, read) => {
    expect(await readRules(...files)).toEqual(read);
  });
});

describe("what can't be read is not taken for absent", () => {
  const organisation = "organisation.defaultBranchRef.target.file";
  const repository = `${pullRequest}.baseRef.target.file`;
  test.each<[string, string, unknown, string | undefined, string]>([
    ["a forbidden organisation's repository", "organisation", null, "FORBIDDEN", "TerminalError"],
    ["a policy that takes too long", organisation, null, undefined, "RetryLater"],
    ["a policy in a storm", repository, null, "INTERNAL", "RetryLater"],
    [
      "code owners in a storm",
      `${pullRequest}.baseRef.target.codeOwners0`,
      null,
      "INTERNAL",
      "RetryLater",
    ],
    ["a lost base branch", `${pullRequest}.baseRef`, null, "NOT_FOUND", "TerminalError"],
    ["an internal error", "repository", null, "INTERNAL", "RetryLater"],
    ["reviews that can't be read", `${pullRequest}.reviews`, null, undefined, "RetryLater"],
    ["a forbidden team", `${pullRequest}.reviewRequests`, null, "FORBIDDEN", "TerminalError"],
  ])("%s", async (_name, path, value, type, error) => {
    const reading = readChanged((data) => data.set(path, value), failed(type, path.split(".")));
    await expect(reading).rejects.toMatchObject({ name: error });
  });

  test.each([
    ["a review that is null", `${pullRequest}.reviews.nodes`, [null]],
    ["a commit that is null", `${pullRequest}.commits.nodes`, [null]],
    ["no list of reviews", `${pullRequest}.reviews`, null],
    ["no answer at all", "repository", undefined],
  ])("%s", async (_name, path, value) => {
    await expect(readChanged((data) => data.set(path, value))).rejects.toMatchObject({
      name: "RetryLater",
      message: expect.stringContaining("not the expected form"),
    });
  });
});

describe("what is not there yet is tried again later", () => {
  test.each([
    ["no commits", "head.nodes", []],
    ["an older head", "headRefOid", "f".repeat(40)],
    ["no tip of the base branch", "baseRef", null],
  ])("%s", async (_name, path, value) => {
    const reading = readChanged((data) => data.set(`${pullRequest}.${path}`, value));
    await expect(reading).rejects.toMatchObject({ name: "RetryLater" });
  });
});

test.each([
  ["a deleted author", "author", null],
  ["a mannequin for an author", "author", { __typename: "Mannequin", login: "old", databaseId: 9 }],
  ["a reviewer whom we may not see", "reviewRequests", { nodes: [{ requestedReviewer: null }] }],
  ["an unreadable comment", "comments.nodes", [null]],
])("%s does no harm", async (_name, path, value) => {
  expect(await readChanged((data) => data.set(`${pullRequest}.${path}`, value))).not.toBeNull();
});
