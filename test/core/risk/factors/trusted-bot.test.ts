import { describe, expect, test } from "@jest/globals";
import type { Account, ChangeFacts, CommitFacts } from "#core/change/facts.ts";
import { trustedBot } from "#core/risk/factors/trusted-bot.ts";
import {
  alice,
  changeFacts,
  commitBy,
  dependabot,
  fileChange,
  webFlow,
} from "../../../support/facts.ts";
import { policyWithRisk } from "../../../support/risk-policy.ts";

const { risk } = policyWithRisk({ trustedBots: ["dependabot[bot]"] });
const manifest = (patch: string) => fileChange("package.json", { deletions: 1, patch });
const minor = manifest('@@ -1 +1 @@\n-  "react": "^18.1.0"\n+  "react": "^18.2.0"');
const major = manifest('@@ -1 +1 @@\n-  "react": "^17.0.0"\n+  "react": "^18.2.0"');
const lockFile = fileChange("package-lock.json");

const identity = (account: Account | null, email = "x@example.com") => ({
  name: "x",
  email,
  account,
});
const botCommit = (overrides: Partial<CommitFacts> = {}) => commitBy(dependabot, overrides);

type Case = { name: string; change: Partial<ChangeFacts>; points: number; observed: string };
const trusted = { points: -20, observed: "every commit is by dependabot[bot]" };

describe("trustedBot", () => {
  const cases: readonly Case[] = [
    { name: "the bot alone", change: {}, ...trusted },
    {
      name: "committed by GitHub",
      change: { commits: [botCommit({ committer: identity(webFlow) })] },
      ...trusted,
    },
    {
      name: "committed by GitHub, known by its address",
      change: { commits: [botCommit({ committer: identity(null, "noreply@github.com") })] },
      ...trusted,
    },
    {
      name: "the bot is its own co-author",
      change: { commits: [botCommit({ coAuthors: [identity(dependabot)] })] },
      ...trusted,
    },
    {
      name: "a lock file alone, and the title tells the versions",
      change: { files: [lockFile], title: "Bump x from 1.0.0 to 1.0.1" },
      ...trusted,
    },
    {
      name: "a person with the bot's name as login",
      change: { author: { id: 7, login: "dependabot[bot]", kind: "user" } },
      points: 0,
      observed: "the author is no bot",
    },
    {
      name: "another bot",
      change: { author: { id: 8, login: "evil[bot]", kind: "bot" } },
      points: 0,
      observed: "evil[bot] is not on the policy's list of trusted bots",
    },
    {
      name: "a person's commit on the bot's branch",
      change: { commits: [botCommit(), commitBy(alice)] },
      points: 0,
      observed: "commit ccccccc is also by alice",
    },
    {
      name: "a person committed it",
      change: { commits: [botCommit({ committer: identity(alice) })] },
      points: 0,
      observed: "commit ccccccc is also by alice",
    },
    {
      name: "a person is its co-author",
      change: { commits: [botCommit({ coAuthors: [identity(alice)] })] },
      points: 0,
      observed: "commit ccccccc is also by alice",
    },
    {
      name: "an address that belongs to nobody",
      change: { commits: [botCommit({ author: identity(null) })] },
      points: 0,
      observed: "commit ccccccc is also by x@example.com, which belongs to no account",
    },
    {
      name: "written in the browser: GitHub is no author",
      change: { commits: [botCommit({ author: identity(webFlow) })] },
      points: 0,
      observed: "commit ccccccc is also by web-flow",
    },
    {
      name: "another account of the bot's name",
      change: { commits: [commitBy({ ...dependabot, id: 9 })] },
      points: 0,
      observed: "commit ccccccc is also by dependabot[bot]",
    },
    { name: "no commits", change: { commits: [] }, points: 0, observed: "no commit is known" },
    {
      name: "a major version",
      change: { files: [major] },
      points: 0,
      observed: "a major dependency version changes",
    },
    {
      name: "a major version by the title",
      change: { files: [lockFile], title: "Bump x from 1.9.0 to 2.0.0" },
      points: 0,
      observed: "a major dependency version changes",
    },
    {
      name: "a manifest without its diff",
      change: { files: [fileChange("package.json")] },
      points: 0,
      observed: "the diff of package.json can't be read",
    },
    {
      name: "a lock file alone, and no word of versions",
      change: { files: [lockFile], title: "Bump the group with 5 updates" },
      points: 0,
      observed: "no dependency versions to compare in package-lock.json",
    },
  ];
  test.each(cases)("$name: $points points", ({ change, points, observed }) => {
    const facts = changeFacts({ author: dependabot, files: [minor, lockFile], ...change });
    expect(trustedBot.find(facts, risk)).toEqual({ points, observed });
  });

  test("the list's letter case does not matter, an empty list trusts nobody", () => {
    const facts = changeFacts({ author: dependabot, files: [minor] });
    const { risk: upperCase } = policyWithRisk({ trustedBots: ["Dependabot[bot]"] });
    expect(trustedBot.find(facts, upperCase)?.points).toBe(-20);
    expect(trustedBot.find(facts, policyWithRisk().risk)?.points).toBe(0);
  });
});
